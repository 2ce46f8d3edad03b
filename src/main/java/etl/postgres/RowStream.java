package etl.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Reads any number of rows in constant memory. */
public final class RowStream {
  private RowStream() {}

  /**
   * Reads all rows of a query, from one snapshot.
   *
   * @param fetched how many rows are held at a time
   * @throws etl.event.StoreException if they cannot be read
   */
  public static <T> void forEach(
      Database database,
      String action,
      int fetched,
      Function<Handle, Query> query,
      RowMapper<T> mapper,
      Consumer<T> reader) {
    // The first row may come only when all are sorted, however long that takes; and a fetch size
    // has
    // a meaning in a transaction only.
    database.longTransaction(
        action,
        transaction -> {
          query.apply(transaction).setFetchSize(fetched).map(mapper).forEach(reader);
          return null;
        });
  }

  /** A column of type {@code timestamptz} that is never null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

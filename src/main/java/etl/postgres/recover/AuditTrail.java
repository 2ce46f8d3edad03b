package etl.postgres.recover;

import etl.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the audit, in constant memory. */
public final class AuditTrail {
  private static final int FETCHED = 100;

  private static final String READ =
      """
      select asked_at, action, database_user, os_user, host, coalesce(reason, '') as reason,
        hashes, found, removed
      from recover_audit
      where asked_at >= now() - cast(:since as interval)
      order by asked_at, entry
      """;

  private final Database database;

  public AuditTrail(Database database) {
    this.database = database;
  }

  /**
   * Reads the entries of the last {@code since}, oldest first.
   *
   * @throws etl.event.StoreException if it cannot be read
   */
  public void forEach(Duration since, Consumer<AuditEntry> reader) {
    database.forEach(
        "cannot read the audit",
        FETCHED,
        handle -> handle.createQuery(READ).bind("since", since.toString()),
        AuditTrail::entry,
        reader);
  }

  private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
    Long removed = row.getObject("removed", Long.class);
    return new AuditEntry(
        row.getTimestamp("asked_at").toInstant(),
        row.getString("action"),
        row.getString("database_user"),
        new Actor(row.getString("os_user"), row.getString("host"), row.getString("reason")),
        List.of(texts(row, "hashes")),
        Set.copyOf(List.of(texts(row, "found"))),
        removed == null ? OptionalLong.empty() : OptionalLong.of(removed));
  }

  private static String[] texts(ResultSet row, String column) throws SQLException {
    return (String[]) row.getArray(column).getArray();
  }
}

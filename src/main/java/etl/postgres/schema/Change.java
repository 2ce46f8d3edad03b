package etl.postgres.schema;

import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/**
 * One change that brings a table up to date, and what is wrong without it: {@code column field is
 * missing}. It is needed if nothing can be written without it, and heavy if its duration grows with
 * the number of rows.
 */
record Change(String table, String lack, String sql, boolean needed, boolean heavy) {
  String description() {
    return table + ": " + lack;
  }

  /** What has been done, by the tables as they were: of one that was not there, one thing. */
  String done(Catalogue before) {
    return before.table(table).absent() ? "created " + table : "fixed " + description();
  }

  /** What is still to be done; of a table that is not there yet, one thing. */
  String pending(Catalogue found) {
    return found.table(table).absent() ? table + ": the table is missing" : description();
  }

  /** Makes it, by several statements in one round trip, and returns how many rows they changed. */
  int make(Handle handle) throws SQLException {
    try (Statement statement = handle.getConnection().createStatement()) {
      int rows = 0;
      boolean isQuery = statement.execute(sql);
      while (isQuery || statement.getUpdateCount() >= 0) {
        rows += isQuery ? 0 : statement.getUpdateCount();
        isQuery = statement.getMoreResults();
      }
      return rows;
    }
  }
}

package etl.postgres.schema;

import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/** Several statements at once. */
final class SqlScript {
  private SqlScript() {}

  /** Runs them, and returns how many rows they changed. */
  static int run(Handle handle, String sql) throws SQLException {
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

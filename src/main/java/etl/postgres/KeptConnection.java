package etl.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionFactory;

/** One connection, opened on first use and reopened when it is broken. */
final class KeptConnection implements ConnectionFactory, AutoCloseable {
  private final ConnectionFactory connections;
  private Connection kept;

  KeptConnection(ConnectionFactory connections) {
    this.connections = connections;
  }

  @Override
  public Connection openConnection() throws SQLException {
    if (kept == null || kept.isClosed()) {
      kept = connections.openConnection();
    }
    return kept;
  }

  @Override
  public void closeConnection(Connection connection) {
    // Kept for the next call.
  }

  @Override
  public void close() throws SQLException {
    if (kept != null) {
      kept.close();
    }
  }
}

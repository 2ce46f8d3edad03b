package etl.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionFactory;

/** One connection, opened when it is first asked for and again when it has broken. */
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
    // It is wanted again.
  }

  @Override
  public void close() throws SQLException {
    if (kept != null) {
      kept.close();
    }
  }
}

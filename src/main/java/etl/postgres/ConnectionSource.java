package etl.postgres;

import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;

/**
 * A source of connections, with JDBI on top when it is first needed: loading JDBI takes longer than
 * a short command's query.
 */
final class ConnectionSource {
  private final ConnectionFactory connections;
  private Jdbi jdbi;

  ConnectionSource(ConnectionFactory connections) {
    this.connections = connections;
  }

  ConnectionFactory connections() {
    return connections;
  }

  synchronized Jdbi jdbi() {
    if (jdbi == null) {
      jdbi = Jdbi.create(connections);
    }
    return jdbi;
  }
}

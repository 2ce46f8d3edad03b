package etl.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionFactory;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections for many threads at once. The one class that knows the pool's library: commands that
 * people wait for go without it.
 */
final class ConnectionPool implements ConnectionFactory {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final HikariDataSource pool;

  ConnectionPool(Connector connector, int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new Source(connector));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(WAIT.toMillis());
    // The pool connects on first use, so that it can be created while the database is unavailable.
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
  }

  @Override
  public Connection openConnection() throws SQLException {
    return pool.getConnection();
  }

  /** Closes each connection as soon as it is idle. */
  void renew() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  void close() {
    pool.close();
  }

  /**
   * The connector in the form that a pool asks for. The pool tries again and again while a caller
   * waits; a refusal is repeated to it without asking the server, which may lock a role after a few
   * wrong passwords.
   */
  private static final class Source extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient Connector connector;
    private transient volatile Refusal last;

    private record Refusal(StoreException why, long since) {}

    Source(Connector connector) {
      this.connector = connector;
    }

    @Override
    public Connection getConnection() {
      Refusal known = last;
      if (known != null && System.nanoTime() - known.since() < WAIT.toNanos()) {
        throw known.why();
      }
      try {
        return connector.open();
      } catch (StoreException e) {
        if (e.fault() != Fault.UNAVAILABLE || StoreFaults.isOfLogin(e)) {
          last = new Refusal(e, System.nanoTime());
        }
        throw e;
      }
    }

    @Override
    public Connection getConnection(String user, String password) {
      return getConnection();
    }
  }
}

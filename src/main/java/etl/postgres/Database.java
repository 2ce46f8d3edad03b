package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.postgresql.util.PSQLWarning;

/** A PostgreSQL database. Nothing is connected before the first call. */
public final class Database implements AutoCloseable {
  /** The server's function whose warning it is, in whatever language. */
  private static final String SYNCHRONOUS_WAIT = "SyncRepWaitForLSN";

  private final String target;
  private final Source fresh;
  private final Source kept;
  private final Runnable renewal;
  private final Runnable closing;

  private Database(
      Connector connector, ConnectionFactory kept, Runnable renewal, Runnable closing) {
    this.target = connector.target();
    this.fresh = new Source(new FreshConnections(connector));
    this.kept = new Source(kept);
    this.renewal = renewal;
    this.closing = closing;
  }

  /** Keeps one connection: for commands, which make one call at a time. */
  public static Database single(Connector connector) {
    KeptConnection connection = new KeptConnection(connector);
    return new Database(connector, connection, () -> {}, connection::close);
  }

  /** Keeps up to so many connections, for as many threads at once. */
  public static Database pooled(Connector connector, int size) {
    ConnectionPool pool = new ConnectionPool(connector, size);
    return new Database(connector, pool, pool::renew, pool::close);
  }

  /** The address for messages: {@code host:port/database}. */
  public String target() {
    return target;
  }

  /** Closes each pooled connection as soon as it is idle, so that later calls open new ones. */
  public void renewConnections() {
    renewal.run();
  }

  @Override
  public void close() {
    closing.run();
  }

  /**
   * Works with a connection that is kept for the next call.
   *
   * @param action what is being done, for the error message
   * @throws etl.event.StoreException if the database fails; other exceptions of the work are passed
   *     on
   */
  public <T> T call(String action, HandleCallback<T, SQLException> work) {
    return run(kept, action, work);
  }

  /** The same with a new connection; a failure to connect is reported at once. */
  public <T> T callFresh(String action, HandleCallback<T, SQLException> work) {
    return run(fresh, action, work);
  }

  /**
   * Works in one transaction, by the {@link TransactionSettings}. What writes goes this way, unless
   * it sends the settings along with its own first statement.
   */
  public <T> T transaction(String action, HandleCallback<T, SQLException> work) {
    return call(
        action,
        handle -> {
          String settings = TransactionSettings.brief(handle.getConnection());
          return inTransaction(handle, settings, work);
        });
  }

  /** The same with a connection of its own, and however long a statement takes. */
  public <T> T longTransaction(String action, HandleCallback<T, SQLException> work) {
    return callFresh(
        action,
        handle -> {
          handle.getConnection().setNetworkTimeout(Runnable::run, 0);
          String settings = TransactionSettings.sql(handle.getConnection());
          return inTransaction(handle, settings, work);
        });
  }

  /** Reads any number of rows, from one snapshot and in constant memory: so many at a time. */
  public <T> void forEach(
      String action,
      int fetched,
      Function<Handle, Query> query,
      RowMapper<T> mapper,
      Consumer<T> reader) {
    // The first row may come only when all are sorted, however long that takes; and a fetch size
    // has a meaning in a transaction only.
    longTransaction(
        action,
        transaction -> {
          query.apply(transaction).setFetchSize(fetched).map(mapper).forEach(reader);
          return null;
        });
  }

  private static <T> T inTransaction(
      Handle handle, String settings, HandleCallback<T, SQLException> work) throws SQLException {
    return handle.inTransaction(
        transaction -> {
          try (Statement statement = transaction.getConnection().createStatement()) {
            statement.execute(settings);
          }
          return work.withHandle(transaction);
        });
  }

  private <T> T run(Source access, String action, HandleCallback<T, SQLException> work) {
    try (Handle handle = access.jdbi().open()) {
      Connection connection = handle.getConnection();
      connection.clearWarnings();
      T result = work.withHandle(handle);
      requireReplicated(action, connection.getWarnings());
      return result;
    } catch (SQLException | JdbiException e) {
      throw StoreFaults.translate(action, target, e);
    }
  }

  /** The same as {@link #call} without JDBI, for a command that people wait for. */
  public <T> T callPlain(String action, ConnectionWork<T> work) {
    ConnectionFactory factory = kept.connections;
    try {
      Connection connection = factory.openConnection();
      try {
        connection.clearWarnings();
        T result = work.with(connection);
        requireReplicated(action, connection.getWarnings());
        return result;
      } finally {
        factory.closeConnection(connection);
      }
    } catch (SQLException e) {
      throw StoreFaults.translate(action, target, e);
    }
  }

  /**
   * Looks at what the server said about commits: a transaction's is found with its connection, that
   * of a statement on its own with the statement.
   *
   * @param first the first of the warnings; null for none
   * @throws etl.event.StoreException NOT_REPLICATED if the wait for a standby was cancelled
   */
  public void requireReplicated(String action, SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (warning instanceof PSQLWarning known
          && SYNCHRONOUS_WAIT.equals(known.getServerErrorMessage().getRoutine())) {
        throw new StoreException(
            Fault.NOT_REPLICATED,
            ("%s at %s for good: it is committed, but the wait for a synchronous standby was"
                    + " cancelled, so that a fail-over may undo it")
                .formatted(action, target));
      }
    }
  }

  /** Work to do with a connection. */
  @FunctionalInterface
  public interface ConnectionWork<T> {
    T with(Connection connection) throws SQLException;
  }

  /** A source of connections. Loading JDBI takes longer than a short command's query. */
  private static final class Source {
    private final ConnectionFactory connections;
    private Jdbi jdbi;

    Source(ConnectionFactory connections) {
      this.connections = connections;
    }

    synchronized Jdbi jdbi() {
      if (jdbi == null) {
        jdbi = Jdbi.create(connections);
      }
      return jdbi;
    }
  }

  /** A connection for each call. */
  private record FreshConnections(Connector connector) implements ConnectionFactory {
    @Override
    public Connection openConnection() {
      return connector.open();
    }

    @Override
    public void closeConnection(Connection connection) {
      Connector.close(connection);
    }
  }

  /** One connection, opened on first use and reopened when it is broken. */
  private static final class KeptConnection implements ConnectionFactory {
    private final Connector connector;
    private Connection kept;

    KeptConnection(Connector connector) {
      this.connector = connector;
    }

    @Override
    public Connection openConnection() throws SQLException {
      if (kept == null || kept.isClosed()) {
        kept = connector.open();
      }
      return kept;
    }

    @Override
    public void closeConnection(Connection connection) {
      // Kept for the next call.
    }

    void close() {
      if (kept != null) {
        Connector.close(kept);
      }
    }
  }
}

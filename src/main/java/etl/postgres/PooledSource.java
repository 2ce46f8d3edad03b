package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.sql.Connection;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The connector in the form that a pool asks for. The pool tries again and again while a caller
 * waits; a refusal is repeated to it without asking the server, which may lock a role after a few
 * wrong passwords.
 */
final class PooledSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  private final transient Connector connector;
  private final long nanos;
  private transient StoreException refusal;
  private long refused;

  /**
   * @param wait how long a caller waits for a connection
   */
  PooledSource(Connector connector, Duration wait) {
    this.connector = connector;
    this.nanos = wait.toNanos();
  }

  @Override
  public Connection getConnection() {
    StoreException last = lastRefusal();
    if (last != null) {
      throw last;
    }
    try {
      return connector.open();
    } catch (StoreException e) {
      if (e.fault() != Fault.UNAVAILABLE || StoreFaults.isOfLogin(e)) {
        refuse(e);
      }
      throw e;
    }
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  private synchronized StoreException lastRefusal() {
    if (refusal != null && System.nanoTime() - refused >= nanos) {
      refusal = null;
    }
    return refusal;
  }

  private synchronized void refuse(StoreException why) {
    refusal = why;
    refused = System.nanoTime();
  }
}

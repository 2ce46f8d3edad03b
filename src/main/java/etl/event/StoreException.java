package etl.event;

import java.util.Objects;

/**
 * A call to the database failed as a whole and changed nothing, except that after a lost connection
 * a commit may have succeeded unnoticed. The message says what failed and where (host, database,
 * SQLSTATE). It contains neither credentials nor payload, and in particular not the server's error
 * detail.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final String sqlState;

  /**
   * @param sqlState the five-character code, or the empty string if there was none
   */
  public StoreException(Fault fault, String sqlState, String message, Throwable cause) {
    super(message, cause);
    this.fault = Objects.requireNonNull(fault, "fault");
    this.sqlState = Objects.requireNonNull(sqlState, "sqlState");
  }

  public Fault fault() {
    return fault;
  }

  /** The SQLSTATE, or the empty string if there was none. */
  public String sqlState() {
    return sqlState;
  }
}

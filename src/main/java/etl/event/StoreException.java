package etl.event;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;
import java.util.Objects;

/**
 * A call to the database failed as a whole and changed nothing, except that after a lost connection
 * a commit may have succeeded unnoticed. The message says what failed and where (host, database,
 * SQLSTATE). It contains neither credentials nor payload, and in particular not the server's error
 * detail.
 */
public final class StoreException extends RemediableException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final String sqlState;
  private final String constraint;
  private final String refusal;

  /** What the program itself has found: it has no code, and says what to do in its message. */
  public StoreException(Fault fault, String message) {
    this(fault, "", message, null);
  }

  /** With the remedy of such a code; the parameters are those of the longest constructor. */
  public StoreException(Fault fault, String sqlState, String message, Throwable cause) {
    this(fault, sqlState, "", "", message, Remedy.ofSqlState(sqlState), cause);
  }

  /** Of a call that no constraint has refused. */
  public StoreException(
      Fault fault, String sqlState, String message, Remedy remedy, Throwable cause) {
    this(fault, sqlState, "", "", message, remedy, cause);
  }

  /**
   * @param sqlState the five-character code, or the empty string where there was none
   * @param constraint the name of the constraint or unique index that refuses the data, or the
   *     empty string
   * @param refusal why the database refuses the data, without any of its values, or the empty
   *     string
   * @param remedy what to do about it; null where that is not known
   */
  public StoreException(
      Fault fault,
      String sqlState,
      String constraint,
      String refusal,
      String message,
      Remedy remedy,
      Throwable cause) {
    super(message, remedy, cause);
    this.fault = Objects.requireNonNull(fault, "fault");
    this.sqlState = Objects.requireNonNull(sqlState, "sqlState");
    this.constraint = Objects.requireNonNull(constraint, "constraint");
    this.refusal = Objects.requireNonNull(refusal, "refusal");
  }

  /** The same failure, told otherwise, and without what a constraint's refusal says. */
  public StoreException retold(Fault as, String message) {
    return new StoreException(as, sqlState, message, remedy().orElse(null), getCause());
  }

  /** What kind of trouble a call to the database reports by what it throws. */
  public static Fault faultOf(RuntimeException why) {
    return why instanceof StoreException known ? known.fault : Fault.UNEXPECTED;
  }

  public Fault fault() {
    return fault;
  }

  /** The SQLSTATE, or the empty string if there was none. */
  public String sqlState() {
    return sqlState;
  }

  /** What refuses the data, by its name in the schema; the empty string where that is not told. */
  public String constraint() {
    return constraint;
  }

  /** Why the data are refused, in the database's words; the empty string where that is not told. */
  public String refusal() {
    return refusal;
  }
}

package etl.event;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;
import java.util.Objects;

/**
 * A call to the queue failed as a whole. The message says what failed and where (queue name or
 * endpoint), and holds neither credentials nor payload.
 */
public final class QueueException extends RemediableException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  public QueueException(Fault fault, String message, Throwable cause) {
    this(fault, message, null, cause);
  }

  /**
   * @param remedy what to do about it; null where that is not known
   */
  public QueueException(Fault fault, String message, Remedy remedy, Throwable cause) {
    super(message, remedy, cause);
    this.fault = Objects.requireNonNull(fault, "fault");
  }

  public Fault fault() {
    return fault;
  }
}

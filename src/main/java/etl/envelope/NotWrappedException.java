package etl.envelope;

import etl.event.RejectedMessage.Kind;
import java.util.Objects;

/**
 * A body is not in the envelope that it should be in, or what is in it cannot be read. Says what is
 * wrong, and never quotes a value.
 */
public final class NotWrappedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /**
   * @param what follows the name of the field
   */
  NotWrappedException(Kind kind, String what) {
    // Without a stack trace: bad messages tend to come in large numbers.
    super(what, null, false, false);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** The same of a field, with a remark behind it. */
  NotWrappedException of(String field, String remark) {
    return new NotWrappedException(kind, field + " " + getMessage() + remark);
  }

  public Kind kind() {
    return kind;
  }
}

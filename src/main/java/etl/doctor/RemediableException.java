package etl.doctor;

import java.util.Optional;

/** A failure that may know what to do about it. */
public abstract class RemediableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Remedy remedy;

  /**
   * @param remedy what to do about it; null where nobody can tell, or where the message says it
   */
  protected RemediableException(String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What to do about it; empty where nobody can tell, or where the message says it. */
  public final Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }

  /** What to do about a failure: the first remedy that it or one of its causes knows. */
  public static Optional<Remedy> remedyFor(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < 20; depth++) {
      if (t instanceof RemediableException known && known.remedy != null) {
        return known.remedy();
      }
      t = t.getCause();
    }
    return Optional.empty();
  }
}

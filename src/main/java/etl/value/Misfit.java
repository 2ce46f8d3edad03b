package etl.value;

import java.util.Locale;

/**
 * A value does not fit its column. The message completes "FIELD: …" and comes from the column's
 * type alone: it never quotes the value. Immutable and without a stack trace, since bad messages
 * tend to come in large numbers; so one instance may be thrown many times, by many threads.
 */
public final class Misfit extends Exception {
  private static final long serialVersionUID = 1L;

  public enum Kind {
    /** Not what the column takes. */
    WRONG_TYPE,
    /** Beyond what the column holds, or more exact. */
    OUT_OF_RANGE,
    TOO_LONG,
    /** Text with NUL or half of a surrogate pair. */
    UNSTORABLE
  }

  private final Kind kind;

  Misfit(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static Misfit outOfRange(String type) {
    return new Misfit(Kind.OUT_OF_RANGE, "is out of range for " + type);
  }

  public static Misfit longerThan(int characters) {
    return new Misfit(
        Kind.TOO_LONG, String.format(Locale.ROOT, "is longer than %d characters", characters));
  }

  public Kind kind() {
    return kind;
  }
}

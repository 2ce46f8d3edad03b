package etl.json;

/** The text is not one JSON document. Knows the position but nothing of the text there. */
public final class NotJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;

  NotJsonException(int position) {
    // Without a stack trace: bad messages tend to come in large numbers.
    super("not JSON", null, false, false);
    this.position = position;
  }

  /** What is wrong and where, in words. */
  public String reason() {
    return "not valid JSON (RFC 8259) at character " + (position + 1);
  }

  /** The index of the first wrong character. */
  public int position() {
    return position;
  }
}

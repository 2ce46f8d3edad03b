package etl.json;

/** The text is not one JSON document. Knows where, and nothing of what stands there. */
public final class NotJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;

  NotJsonException(int position) {
    // Without a trace: whoever sends bad messages sends many of them.
    super("not JSON", null, false, false);
    this.position = position;
  }

  /** How many characters stand before the one that is wrong. */
  public int position() {
    return position;
  }
}

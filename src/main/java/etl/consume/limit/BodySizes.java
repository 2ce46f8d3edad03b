package etl.consume.limit;

/**
 * How many bytes the next messages may take, by those that came last. What unfolds from a body may
 * be larger than the body.
 */
public final class BodySizes {
  /** The largest message that SQS accepts. */
  public static final long LARGEST_BODY = 1 << 20;

  private long expected = LARGEST_BODY;

  /** What one message will hardly exceed. */
  public long expected() {
    return expected;
  }

  /** What one message may take at most, as far as is known. */
  public long most() {
    return Math.max(LARGEST_BODY, expected);
  }

  /**
   * How many of them may come at once: fewer than usual where what unfolds from that many would
   * fill the memory.
   *
   * @param usual how many may if they do not unfold
   * @param memory in bytes
   * @return at least 1
   */
  public long atOnce(int usual, long memory) {
    return expected > LARGEST_BODY ? Math.max(1, Math.min(usual, memory / expected)) : usual;
  }

  /** Takes notice of the largest of some messages. */
  public void came(long largest) {
    // Larger ones have unfolded from their bodies.
    long next = Math.max(largest, Math.min(LARGEST_BODY, 2 * largest));
    expected = Math.max(next, expected * 3 / 4);
  }
}

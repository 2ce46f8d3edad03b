package etl.consume.limit;

import java.time.Duration;

/**
 * How many concurrent calls of one kind are worthwhile: as many as a fast consumer needs at the
 * queue's actual round-trip time. More would only compete for the CPU. The shortest round trip
 * counts, since a busy process makes the others longer.
 */
public final class ConcurrencyLimit {
  /** Calls of ten messages: a process on two cores does not exceed 60,000 messages a second. */
  private static final long CALLS_PER_SECOND = 6_000;

  /** So that one is always on its way while another is being answered. */
  private static final int SPARE = 2;

  private static final long NANOS = 1_000_000_000L;

  private long shortest = NANOS;

  /** A call took this long. */
  public void took(Duration roundTrip) {
    // The minimum decays slowly: the queue may have become slower.
    shortest = Math.min(Math.max(1, roundTrip.toNanos()), shortest + shortest / 128);
  }

  /** How many concurrent calls are worthwhile, up to this limit. */
  public int worthwhile(int most) {
    return (int) Math.min(most, SPARE + shortest * CALLS_PER_SECOND / NANOS);
  }
}

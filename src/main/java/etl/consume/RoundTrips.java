package etl.consume;

import java.time.Duration;

/**
 * How many calls of one kind are worth having under way at once: as many as it takes to reach the
 * pace of a fast consumer at the round trip that the queue really has. More would only compete for
 * the processor. The shortest round trip counts, since a busy process makes the others longer.
 */
final class RoundTrips {
  /** Calls of ten messages: beyond 25,000 messages a second, a process needs more than one core. */
  private static final long CALLS_PER_SECOND = 2_500;

  /** So that there is always one on its way while another is being answered. */
  private static final int SPARE = 2;

  private static final long NANOS = 1_000_000_000L;

  private long shortest = NANOS;

  /** A call took this long. */
  void took(Duration roundTrip) {
    // What was once the shortest is forgotten bit by bit: the queue may have moved further away.
    shortest = Math.min(Math.max(1, roundTrip.toNanos()), shortest + shortest / 128);
  }

  /** How many calls are worthwhile, at most this many. */
  int worthwhile(int most) {
    return (int) Math.min(most, SPARE + shortest * CALLS_PER_SECOND / NANOS);
  }
}

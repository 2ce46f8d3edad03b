package etl.consume;

import etl.consume.report.ConsumeListener;
import etl.consume.report.StopReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether and why a run ends, and how much time it may take for it. */
final class Ending {
  /** How long a hurried end waits for a database that is away and is just being tried. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Duration limit;
  private final Clock clock;
  private final ConsumeListener listener;

  private StopReason reason;
  private Instant patienceEnds = Instant.MAX;
  private Instant softDeadline = Instant.MAX;
  private Instant hardDeadline = Instant.MAX;
  private RuntimeException failure;

  Ending(Duration limit, Clock clock, ConsumeListener listener) {
    this.limit = limit;
    this.clock = clock;
    this.listener = listener;
  }

  /** Nothing more is received, what is in hand is finished. */
  boolean begun() {
    return reason != null;
  }

  /** Why the run ends; null while it does not. */
  StopReason reason() {
    return reason;
  }

  /**
   * The run is to end. A stop from outside and a failure have a limit of time, and override an end
   * that has none.
   */
  void stop(StopReason why) {
    boolean hurry = why != StopReason.IDLE && why != StopReason.MAX_MESSAGES;
    if (begun() && (!hurry || hurried())) {
      return;
    }
    if (hurry) {
      patienceEnds = clock.instant().plus(PATIENCE);
      // The last quarter is kept for giving back what could not be written.
      softDeadline = clock.instant().plus(limit.multipliedBy(3).dividedBy(4));
      hardDeadline = clock.instant().plus(limit);
    }
    if (!begun()) {
      listener.stopping(why);
    }
    reason = why;
  }

  /** The run cannot go on. */
  void fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
      stop(StopReason.ERROR);
      reason = StopReason.ERROR;
    }
  }

  /** Why the run cannot go on; null if it can. */
  RuntimeException failure() {
    return failure;
  }

  /** Whether the end has a limit of time. */
  boolean hurried() {
    return hardDeadline != Instant.MAX;
  }

  /** Whether writing ends in favour of giving back. */
  boolean late(Instant now) {
    return !now.isBefore(softDeadline);
  }

  /** When a database that is away is waited for no longer; {@link Instant#MAX} for never. */
  Instant patienceEnds() {
    return patienceEnds;
  }

  /** When writing ends in favour of giving back; {@link Instant#MAX} for never. */
  Instant softDeadline() {
    return softDeadline;
  }

  /** When the run ends whatever is in hand; {@link Instant#MAX} for never. */
  Instant hardDeadline() {
    return hardDeadline;
  }
}

package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import etl.consume.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether and why a run is ending, and its deadlines for that. */
final class Ending {
  /** How long an end with a deadline waits for an unavailable database's current probe. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Duration limit;
  private final InstantSource clock;
  private final ConsumeListener listener;

  private StopReason reason;
  private Instant patienceEnds = Instant.MAX;
  private Instant softDeadline = Instant.MAX;
  private Instant hardDeadline = Instant.MAX;
  private RuntimeException failure;
  private boolean broken;

  Ending(Duration limit, InstantSource clock, ConsumeListener listener) {
    this.limit = limit;
    this.clock = clock;
    this.listener = listener;
  }

  /** Whether the run is ending: nothing more is received, and what was received is finished. */
  boolean begun() {
    return reason != null;
  }

  /** Why the run is ending; null while it is not. */
  StopReason reason() {
    return reason;
  }

  /**
   * Starts to end the run. Signals, failures and --max-duration set a deadline, and override an end
   * without one.
   */
  void stop(StopReason why) {
    boolean hurry = why != StopReason.IDLE && why != StopReason.MAX_MESSAGES;
    if (begun() && (!hurry || hurried())) {
      return;
    }
    if (hurry) {
      patienceEnds = clock.instant().plus(PATIENCE);
      // The last quarter is reserved for giving back what could not be written.
      softDeadline = clock.instant().plus(limit.multipliedBy(3).dividedBy(4));
      hardDeadline = clock.instant().plus(limit);
    }
    if (!begun()) {
      listener.on(new ConsumeEvent.Stopping(why));
    }
    reason = why;
  }

  /** The run cannot go on, and what is in hand cannot be finished. */
  void fail(RuntimeException why) {
    broken = true;
    finish(why);
  }

  /** The run must not go on; what is in hand is finished as after a stop from outside. */
  void finish(RuntimeException why) {
    if (failure == null) {
      failure = why;
      stop(StopReason.ERROR);
      reason = StopReason.ERROR;
    }
  }

  /** Whether what is in hand cannot be finished. */
  boolean broken() {
    return broken;
  }

  /** Why the run does not go on; null if nothing keeps it from that. */
  RuntimeException failure() {
    return failure;
  }

  /** Whether the end has a deadline. */
  boolean hurried() {
    return hardDeadline != Instant.MAX;
  }

  /** Whether it is time to stop writing and give the rest back. */
  boolean late(Instant now) {
    return !now.isBefore(softDeadline);
  }

  /** Until when to wait for an unavailable database; {@link Instant#MAX} without a deadline. */
  Instant patienceEnds() {
    return patienceEnds;
  }

  /** When to stop writing and give the rest back; {@link Instant#MAX} without a deadline. */
  Instant softDeadline() {
    return softDeadline;
  }

  /** When the run ends even with deliveries left; {@link Instant#MAX} without a deadline. */
  Instant hardDeadline() {
    return hardDeadline;
  }
}

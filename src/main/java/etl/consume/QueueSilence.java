package etl.consume;

import etl.event.EventQueue;
import java.time.Duration;
import java.time.Instant;

/**
 * For how long the queue is known to have been empty. Only an empty answer tells, and only of its
 * own poll's time: its server has waited at the empty queue for as long as it was asked to, but
 * nobody knows when on its way back something arrived. What other polls brought meanwhile, a call
 * that failed and may have brought something, and what was given back begin the time anew.
 */
final class QueueSilence {
  private Instant mayHaveHeld = Instant.MIN;
  private Instant from;
  private Instant to;

  /**
   * A poll found nothing.
   *
   * @param sent when it was sent
   * @param wait how long it was to wait for a message
   * @param now when its answer came
   */
  void emptyAnswer(Instant sent, Duration wait, Instant now) {
    Instant begun = sent.isAfter(mayHaveHeld) ? sent : mayHaveHeld;
    Instant waited = sent.plus(wait);
    Instant ended = waited.isBefore(now) ? waited : now;
    if (ended.isBefore(begun)) {
      return;
    }
    from = from == null || begun.isBefore(from) ? begun : from;
    to = to == null || ended.isAfter(to) ? ended : to;
  }

  /** The queue may have held a message until now. */
  void broken(Instant now) {
    mayHaveHeld = now;
    from = null;
    to = null;
  }

  boolean lasted(Duration idle) {
    return from != null && Duration.between(from, to).compareTo(idle) >= 0;
  }

  /** Whether a poll that was sent then can tell of all the time since a message was there. */
  boolean begunBefore(Instant sent) {
    return !sent.isBefore(mayHaveHeld);
  }

  /** How long a poll is to wait: in a drain, no longer than it takes to see that this is enough. */
  Duration pollTime(ConsumeSettings settings, Instant now) {
    if (settings.follow()) {
      return EventQueue.LONGEST_WAIT;
    }
    Duration known = from == null ? Duration.ZERO : Duration.between(from, now);
    long seconds = settings.idle().minus(known).plusMillis(999).toSeconds();
    return Duration.ofSeconds(Math.max(1, Math.min(seconds, EventQueue.LONGEST_WAIT.toSeconds())));
  }
}

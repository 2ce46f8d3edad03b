package etl.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How much is left for a drain, by the queue's own depth. The queue is asked rarely: at most two
 * requests (three with a dead-letter queue) per 4,000 messages, or per minute if more messages came
 * than it had reported.
 */
final class Backlog {
  private static final long RECEIVED = 4_000;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

  /** The most messages that the drain takes. */
  private final long most;

  private Instant lookedAt = Instant.MIN;
  private long receivedThen;
  private Long total;

  Backlog(long most) {
    this.most = most;
  }

  /** Whether the queue should be asked now. */
  synchronized boolean isDue(long received, Instant now) {
    boolean outgrown = total != null && received > total;
    Duration pause = outgrown ? LONG_PAUSE : PAUSE;
    boolean worthIt = lookedAt == Instant.MIN || outgrown || received - receivedThen >= RECEIVED;
    return worthIt && (lookedAt == Instant.MIN || !now.isBefore(lookedAt.plus(pause)));
  }

  /**
   * The queue has been asked.
   *
   * @param received how many had been received by then
   * @param visible how many are still on the queue; null if unknown
   */
  synchronized void looked(long received, Long visible, Instant now) {
    lookedAt = now;
    receivedThen = received;
    total = visible == null ? total : Long.valueOf(received + visible);
  }

  /** How many messages the drain will have taken at its end; empty if unknown. */
  synchronized OptionalLong total(long received) {
    return total == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(most, Math.max(total, received)));
  }
}

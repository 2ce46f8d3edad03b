package etl.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How much a drain has before it, by what the queue has told. It is asked seldom: at most two
 * requests (a dead-letter queue is one more) for 4,000 messages, or in a minute in which more came
 * than was known of.
 */
final class Backlog {
  private static final long RECEIVED = 4_000;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

  private final long most;

  private Instant lookedAt = Instant.MIN;
  private long receivedThen;
  private Long total;

  /**
   * @param most how many messages the drain takes at most
   */
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
   * @param visible how many it holds besides; null if it does not tell
   */
  synchronized void looked(long received, Long visible, Instant now) {
    lookedAt = now;
    receivedThen = received;
    total = visible == null ? total : Long.valueOf(received + visible);
  }

  /** How many messages the drain will have taken in the end; empty if nobody knows. */
  synchronized OptionalLong total(long received) {
    return total == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(most, Math.max(total, received)));
  }
}

package etl.event;

import java.util.Objects;
import java.util.Optional;

/**
 * How many messages a queue holds, approximately, as SQS itself says. A count for which the rights
 * are missing is null.
 *
 * @param visible messages that can be received
 * @param inFlight messages that were received and neither deleted nor given back
 * @param delayed messages that cannot be received yet
 * @param deadLetters the dead-letter queue that the redrive policy names, where there is one
 */
public record QueueDepth(
    String url, Long visible, Long inFlight, Long delayed, Optional<DeadLetters> deadLetters) {
  /**
   * The depth of a dead-letter queue.
   *
   * @param visible messages that can be received from it
   */
  public record DeadLetters(String url, Long visible) {
    public DeadLetters {
      Objects.requireNonNull(url, "url");
    }
  }

  public QueueDepth {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(deadLetters, "deadLetters");
  }
}

package etl.event;

import java.time.Duration;
import java.util.Objects;

/**
 * What a consumer must know of its queue.
 *
 * @param visibilityTimeout how long a delivery stays invisible to others unless extended; may be
 *     zero
 * @param fifo whether the order within a message group matters
 * @param redated whether messages may have another time of sending than earlier deliveries of them
 *     had: on a FIFO queue's dead-letter queue it is that of the move there
 */
public record QueueTraits(String url, Duration visibilityTimeout, boolean fifo, boolean redated) {
  public QueueTraits {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(visibilityTimeout, "visibilityTimeout");
  }
}

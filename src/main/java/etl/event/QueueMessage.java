package etl.event;

import java.time.Instant;
import java.util.Objects;

/**
 * One delivery of a message.
 *
 * <p>Raw personal data enters the program only through {@link #body()}: search for its callers.
 *
 * @param receipt which message and which delivery of it
 * @param body the text as it was sent
 * @param sentAt when it was sent: the same for each delivery
 * @param receiveCount how often it has been delivered, this time included; at least 1
 */
public record QueueMessage(Receipt receipt, String body, Instant sentAt, int receiveCount) {
  public QueueMessage {
    Objects.requireNonNull(receipt, "receipt");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(sentAt, "sentAt");
    if (receiveCount < 1) {
      throw new IllegalArgumentException("a delivery counts at least once");
    }
  }

  public String id() {
    return receipt.messageId();
  }

  /** The id only, never the body. */
  @Override
  public String toString() {
    return "QueueMessage[" + id() + "]";
  }
}

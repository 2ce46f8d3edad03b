package etl.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One delivery of a message.
 *
 * <p>Raw personal data enters the program only through {@link #body()} and {@link #attributes()}:
 * search for their callers.
 *
 * @param receipt which message and which delivery of it
 * @param body the text as it was sent
 * @param sentAt when it was sent: the same for each delivery
 * @param receiveCount how often it has been delivered, this time included; at least 1
 * @param attributes those message attributes that were asked for and that it has, by name; its
 *     group under {@link #GROUP}
 */
public record QueueMessage(
    Receipt receipt,
    String body,
    Instant sentAt,
    int receiveCount,
    Map<String, String> attributes) {
  /** Stands among the attributes for the message group; no producer can use such a name. */
  public static final String GROUP = "AWS.MessageGroupId";

  /**
   * Stands among the attributes that are asked for where rows are told apart by the time of
   * sending, so that a server which does not tell it will not do.
   */
  public static final String SENT = "AWS.SentTimestamp";

  public QueueMessage {
    Objects.requireNonNull(receipt, "receipt");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(sentAt, "sentAt");
    if (receiveCount < 1) {
      throw new IllegalArgumentException("a delivery counts at least once");
    }
    attributes = Map.copyOf(attributes);
  }

  /** One of which no attributes are known. */
  public QueueMessage(Receipt receipt, String body, Instant sentAt, int receiveCount) {
    this(receipt, body, sentAt, receiveCount, Map.of());
  }

  /**
   * Whether an attribute's type is String or Number, with or without a label of the producer's own;
   * none, which is null, is neither.
   */
  public static boolean isText(String type) {
    return type != null
        && (type.equals("String")
            || type.equals("Number")
            || type.startsWith("String.")
            || type.startsWith("Number."));
  }

  public String id() {
    return receipt.messageId();
  }

  /** What the body takes in memory, or on its way to the database. */
  public long bytes() {
    return TextSize.of(body);
  }

  /** The id only, never the body. */
  @Override
  public String toString() {
    return "QueueMessage[" + id() + "]";
  }
}

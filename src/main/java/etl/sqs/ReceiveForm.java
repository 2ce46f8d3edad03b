package etl.sqs;

import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.sqs.direct.ReceivedMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a receive asks for, and the messages that it brings. */
final class ReceiveForm {
  private final Set<String> names;
  private final boolean group;

  /**
   * @param attributes the message attributes to ask for, {@link QueueMessage#GROUP} among them
   *     where the message's group is wanted
   */
  ReceiveForm(Set<String> attributes) {
    this.group = attributes.contains(QueueMessage.GROUP);
    this.names = new TreeSet<>(attributes);
    names.remove(QueueMessage.GROUP);
  }

  /** The names of the message attributes to ask for, in order. */
  Set<String> names() {
    return names;
  }

  /**
   * A message of the answer.
   *
   * @param now stands for the time of sending if the server does not report it
   */
  QueueMessage message(ReceivedMessage message, boolean fifo, Instant now) {
    String sentAt = message.sentAt();
    String count = message.receiveCount();
    // Standard queues can have groups too, which imply no order.
    String ordered = fifo && message.groupId() != null ? message.groupId() : "";
    return new QueueMessage(
        new Receipt(message.id(), message.receiptHandle(), ordered),
        message.body(),
        sentAt == null ? now : Instant.ofEpochMilli(Long.parseLong(sentAt)),
        count == null ? 1 : Integer.parseInt(count),
        attributes(message));
  }

  private Map<String, String> attributes(ReceivedMessage message) {
    if (!group || message.groupId() == null) {
      return message.attributes();
    }
    Map<String, String> attributes = new HashMap<>(message.attributes());
    attributes.put(QueueMessage.GROUP, message.groupId());
    return attributes;
  }
}

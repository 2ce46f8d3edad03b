package etl.sqs;

import etl.event.Fault;
import etl.event.QueueException;
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
  private static final Set<String> ITS_OWN = Set.of(QueueMessage.GROUP, QueueMessage.SENT);

  private final Set<String> names;
  private final boolean group;
  private final boolean dated;

  /**
   * @param attributes the message attributes to ask for, {@link QueueMessage#GROUP} among them
   *     where the message's group is wanted, and {@link QueueMessage#SENT} where a message without
   *     its time of sending will not do
   */
  ReceiveForm(Set<String> attributes) {
    this.group = attributes.contains(QueueMessage.GROUP);
    this.dated = attributes.contains(QueueMessage.SENT);
    this.names = new TreeSet<>(attributes);
    names.removeAll(ITS_OWN);
  }

  /** The names of the message attributes to ask for, in order. */
  Set<String> names() {
    return names;
  }

  /**
   * A message of the answer.
   *
   * @param now stands for the time of sending if the server does not report it
   * @throws QueueException CONFIGURATION if the server does not report it, and nothing can stand
   *     for it
   */
  QueueMessage message(ReceivedMessage message, boolean fifo, Instant now) {
    String sentAt = message.sentAt();
    String count = message.receiveCount();
    if (sentAt == null && dated) {
      throw new QueueException(
          Fault.CONFIGURATION,
          "the SQS server does not tell when a message was sent (SentTimestamp), and the spec's"
              + " tables are partitioned by that: a second delivery could become a second row",
          null);
    }
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

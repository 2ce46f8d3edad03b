package etl.sqs;

import etl.event.QueueMessage;
import etl.event.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** What a receive asks for, and the messages that it brings. */
final class ReceiveForm {
  private final List<String> names;
  private final boolean group;

  /**
   * @param attributes the message attributes to ask for, {@link QueueMessage#GROUP} among them
   *     where the message's group is wanted
   */
  ReceiveForm(Set<String> attributes) {
    this.group = attributes.contains(QueueMessage.GROUP);
    this.names = attributes.stream().filter(n -> !n.equals(QueueMessage.GROUP)).sorted().toList();
  }

  // Not every server knows the newer name of this parameter; all know the older one.
  @SuppressWarnings("deprecation")
  ReceiveMessageRequest request(String url, int max, Duration wait) {
    ReceiveMessageRequest.Builder request =
        ReceiveMessageRequest.builder()
            .queueUrl(url)
            .maxNumberOfMessages(max)
            .waitTimeSeconds(Math.toIntExact(wait.toSeconds()))
            .attributeNamesWithStrings(
                MessageSystemAttributeName.SENT_TIMESTAMP.toString(),
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT.toString(),
                MessageSystemAttributeName.MESSAGE_GROUP_ID.toString());
    return (names.isEmpty() ? request : request.messageAttributeNames(names)).build();
  }

  /**
   * A message of the answer.
   *
   * @param now stands for the time of sending if the server does not report it
   */
  QueueMessage message(Message message, boolean fifo, Instant now) {
    Map<MessageSystemAttributeName, String> told = message.attributes();
    String sentAt = told.get(MessageSystemAttributeName.SENT_TIMESTAMP);
    String count = told.get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    String groupId = told.get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
    // Standard queues can have groups too, which imply no order.
    String ordered = fifo && groupId != null ? groupId : "";
    return new QueueMessage(
        new Receipt(message.messageId(), message.receiptHandle(), ordered),
        message.body(),
        sentAt == null ? now : Instant.ofEpochMilli(Long.parseLong(sentAt)),
        count == null ? 1 : Integer.parseInt(count),
        attributes(message, groupId));
  }

  private Map<String, String> attributes(Message message, String groupId) {
    if (names.isEmpty() && !group) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    for (String name : names) {
      MessageAttributeValue value = message.messageAttributes().get(name);
      if (value != null && isText(value.dataType())) {
        attributes.put(name, value.stringValue());
      }
    }
    if (group && groupId != null) {
      attributes.put(QueueMessage.GROUP, groupId);
    }
    return attributes;
  }

  /** Whether it is a String or a Number, with or without a label of the producer's own. */
  private static boolean isText(String dataType) {
    return dataType != null
        && (dataType.equals("String")
            || dataType.equals("Number")
            || dataType.startsWith("String.")
            || dataType.startsWith("Number."));
  }
}

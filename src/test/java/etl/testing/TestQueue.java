package etl.testing;

import etl.event.MessageSender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A queue on an {@link ElasticMq}, for sending to it and looking into it. */
public final class TestQueue implements MessageSender {
  private static final int BATCH = 10;

  /** The most characters of a batch of requests; plain ones, each a byte. */
  private static final int BATCH_SIZE = 1 << 20;

  private final SqsClient client;
  private final String name;
  private final String url;

  TestQueue(SqsClient client, String name, String url) {
    this.client = client;
    this.name = name;
    this.url = url;
  }

  public String name() {
    return name;
  }

  public String url() {
    return url;
  }

  String arn() {
    return attribute(QueueAttributeName.QUEUE_ARN);
  }

  @Override
  public String send(String body) {
    return client.sendMessage(r -> r.queueUrl(url).messageBody(body)).messageId();
  }

  @Override
  public String send(String body, String groupId) {
    return client
        .sendMessage(
            r ->
                r.queueUrl(url)
                    .messageBody(body)
                    .messageGroupId(groupId)
                    .messageDeduplicationId(Long.toString(System.nanoTime())))
        .messageId();
  }

  /** Sends a message with attributes, and returns its id. */
  public String sendWith(Map<String, MessageAttributeValue> attributes, String body) {
    return client
        .sendMessage(r -> r.queueUrl(url).messageBody(body).messageAttributes(attributes))
        .messageId();
  }

  /** Sends many messages and returns their ids, in the same order. */
  public List<String> sendAll(List<String> bodies) {
    List<String> ids = new ArrayList<>(bodies.size());
    while (ids.size() < bodies.size()) {
      List<String> rest = bodies.subList(ids.size(), bodies.size());
      ids.addAll(sendBatch(rest.subList(0, fitting(rest))));
    }
    return ids;
  }

  private static int fitting(List<String> bodies) {
    int count = 1;
    int size = bodies.get(0).length();
    while (count < Math.min(BATCH, bodies.size())
        && size + bodies.get(count).length() <= BATCH_SIZE) {
      size += bodies.get(count).length();
      count++;
    }
    return count;
  }

  private List<String> sendBatch(List<String> bodies) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (String body : bodies) {
      String place = Integer.toString(entries.size());
      entries.add(SendMessageBatchRequestEntry.builder().id(place).messageBody(body).build());
    }
    String[] ids = new String[bodies.size()];
    client
        .sendMessageBatch(r -> r.queueUrl(url).entries(entries))
        .successful()
        .forEach(sent -> ids[Integer.parseInt(sent.id())] = sent.messageId());
    return List.of(ids);
  }

  /** Receives up to ten messages as another consumer would, with their attributes. */
  public List<Message> receive() {
    return client
        .receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(BATCH)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  /** Receives and gives back until the redrive policy has moved all messages away. */
  public void redriveAll() {
    Await.until(
        "the redrive policy has moved all messages",
        () -> {
          receive().forEach(this::giveBack);
          return visible() + inFlight() == 0;
        });
  }

  private void giveBack(Message message) {
    client.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }

  /** How often each message that waits has been received by others. To look costs a receive. */
  public List<Integer> receiveCounts() {
    List<Message> waiting = new ArrayList<>();
    for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
      waiting.addAll(some);
    }
    waiting.forEach(this::giveBack);
    return waiting.stream()
        .map(m -> m.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
        .map(count -> Integer.parseInt(count) - 1)
        .toList();
  }

  /** How many messages can be received now. */
  public int visible() {
    return Integer.parseInt(attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  /** How many messages are received and not deleted. */
  public int inFlight() {
    return Integer.parseInt(
        attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private String attribute(QueueAttributeName attribute) {
    Map<QueueAttributeName, String> attributes =
        client.getQueueAttributes(r -> r.queueUrl(url).attributeNames(attribute)).attributes();
    return attributes.get(attribute);
  }

  /** Deletes the queue. */
  public void delete() {
    client.deleteQueue(r -> r.queueUrl(url));
  }
}

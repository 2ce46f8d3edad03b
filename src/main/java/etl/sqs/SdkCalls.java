package etl.sqs;

import etl.event.ByteGate;
import etl.event.QueueMessage;
import etl.sqs.direct.BatchAnswer;
import etl.sqs.direct.MessageCalls;
import etl.sqs.direct.ReceivedMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** The calls by the SDK's client. */
final class SdkCalls implements MessageCalls {
  private final SqsClient client;
  private final ReceiveWatch receives;
  private final String queueUrl;
  private final Set<String> attributes;

  /**
   * @param client closed by its owner
   * @param receives between the client and its HTTP client
   * @param attributes the names of the message attributes to ask for
   */
  SdkCalls(SqsClient client, ReceiveWatch receives, String queueUrl, Set<String> attributes) {
    this.client = client;
    this.receives = receives;
    this.queueUrl = queueUrl;
    this.attributes = attributes;
  }

  @Override
  public List<ReceivedMessage> receive(int max, Duration wait, ByteGate gate) {
    ReceiveMessageRequest request = request(max, wait);
    return receives.run(gate, () -> client.receiveMessage(request).messages()).stream()
        .flatMap(List::stream)
        .map(this::message)
        .toList();
  }

  // Not every server knows the newer name of this parameter; all know the older one.
  @SuppressWarnings("deprecation")
  private ReceiveMessageRequest request(int max, Duration wait) {
    ReceiveMessageRequest.Builder request =
        ReceiveMessageRequest.builder()
            .queueUrl(queueUrl)
            .maxNumberOfMessages(max)
            .waitTimeSeconds(Math.toIntExact(wait.toSeconds()))
            .attributeNamesWithStrings(
                MessageSystemAttributeName.SENT_TIMESTAMP.toString(),
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT.toString(),
                MessageSystemAttributeName.MESSAGE_GROUP_ID.toString());
    return (attributes.isEmpty() ? request : request.messageAttributeNames(attributes)).build();
  }

  private ReceivedMessage message(Message message) {
    Map<MessageSystemAttributeName, String> told = message.attributes();
    return new ReceivedMessage(
        message.messageId(),
        message.receiptHandle(),
        message.body(),
        told.get(MessageSystemAttributeName.SENT_TIMESTAMP),
        told.get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT),
        told.get(MessageSystemAttributeName.MESSAGE_GROUP_ID),
        texts(message));
  }

  private Map<String, String> texts(Message message) {
    Map<String, String> texts = new HashMap<>();
    for (String name : attributes) {
      MessageAttributeValue value = message.messageAttributes().get(name);
      if (value != null && QueueMessage.isText(value.dataType())) {
        texts.put(name, value.stringValue());
      }
    }
    return texts;
  }

  @Override
  public void abortReceives() {
    receives.abortAll();
  }

  @Override
  public BatchAnswer delete(List<String> receiptHandles) {
    var entries =
        entries(
            receiptHandles,
            (id, handle) ->
                DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build());
    var answer = client.deleteMessageBatch(r -> r.queueUrl(queueUrl).entries(entries));
    return answer(
        answer.successful().stream().map(DeleteMessageBatchResultEntry::id), answer.failed());
  }

  @Override
  public BatchAnswer changeVisibility(List<String> receiptHandles, int seconds) {
    var entries =
        entries(
            receiptHandles,
            (id, handle) ->
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(id)
                    .receiptHandle(handle)
                    .visibilityTimeout(seconds)
                    .build());
    var answer = client.changeMessageVisibilityBatch(r -> r.queueUrl(queueUrl).entries(entries));
    return answer(
        answer.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id),
        answer.failed());
  }

  private static <E> List<E> entries(List<String> handles, BiFunction<String, String, E> entry) {
    return IntStream.range(0, handles.size())
        .mapToObj(i -> entry.apply(Integer.toString(i), handles.get(i)))
        .toList();
  }

  private static BatchAnswer answer(Stream<String> successful, List<BatchResultErrorEntry> failed) {
    return new BatchAnswer(
        successful.toList(),
        failed.stream()
            .map(
                e ->
                    new BatchAnswer.Failure(e.id(), e.code(), Boolean.TRUE.equals(e.senderFault())))
            .toList());
  }

  @Override
  public void close() {}
}

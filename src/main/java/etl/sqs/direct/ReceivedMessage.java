package etl.sqs.direct;

import java.util.Map;

/**
 * A message as it stands in an answer. What the answer does not tell is null.
 *
 * @param sentAt milliseconds since 1970
 * @param attributes the message attributes that were asked for and are texts or numbers, by name
 */
public record ReceivedMessage(
    String id,
    String receiptHandle,
    String body,
    String sentAt,
    String receiveCount,
    String groupId,
    Map<String, String> attributes) {
  /** The id only. */
  @Override
  public String toString() {
    return "ReceivedMessage[" + id + "]";
  }
}

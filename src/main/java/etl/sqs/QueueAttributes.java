package etl.sqs;

import com.google.gson.JsonParser;
import etl.event.QueueDepth;
import etl.event.QueueException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue's attributes, as far as the rights allow. */
final class QueueAttributes {
  /** SQS's default. */
  private static final Duration DEFAULT_VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

  private static final QueueAttributeName REDRIVE_POLICY = QueueAttributeName.REDRIVE_POLICY;

  private final SqsConnection connection;
  private final String url;

  QueueAttributes(SqsConnection connection, String url) {
    this.connection = connection;
    this.url = url;
  }

  Duration visibilityTimeout() {
    QueueAttributeName name = QueueAttributeName.VISIBILITY_TIMEOUT;
    Long seconds = count(read(url, name), name);
    return seconds == null ? DEFAULT_VISIBILITY_TIMEOUT : Duration.ofSeconds(seconds);
  }

  QueueDepth depth() {
    Map<QueueAttributeName, String> told =
        read(
            url,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
            REDRIVE_POLICY);
    return new QueueDepth(
        url,
        count(told, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        count(told, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        count(told, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
        deadLetterUrl(told).map(dead -> new QueueDepth.DeadLetters(dead, visible(dead))));
  }

  Map<QueueAttributeName, String> all() {
    return connection.call("read the attributes of", () -> ask(url, QueueAttributeName.ALL));
  }

  /** The URL of the dead-letter queue that the redrive policy names; empty if there is none. */
  Optional<String> deadLetterUrl() {
    return deadLetterUrl(all());
  }

  /**
   * Whether it is a dead-letter queue: false only if SQS says that no queue's redrive policy names
   * it. That takes a right of its own, and not every server knows the question.
   */
  boolean mayHoldDeadLetters() {
    return connection.call(
        "list the sources of",
        () -> {
          try {
            return !connection
                .client()
                .listDeadLetterSourceQueues(r -> r.queueUrl(url))
                .queueUrls()
                .isEmpty();
          } catch (SqsException e) {
            return true;
          }
        });
  }

  /** The attributes; none if access is denied. */
  private Map<QueueAttributeName, String> read(String queueUrl, QueueAttributeName... names) {
    return connection.call(
        "read the attributes of",
        () -> {
          try {
            return ask(queueUrl, names);
          } catch (SqsException e) {
            if (SqsFaults.codeOf(e).isDenial()) {
              return Map.of();
            }
            throw e;
          }
        });
  }

  private Map<QueueAttributeName, String> ask(String queueUrl, QueueAttributeName... names) {
    return connection
        .client()
        .getQueueAttributes(r -> r.queueUrl(queueUrl).attributeNames(names))
        .attributes();
  }

  private static Long count(Map<QueueAttributeName, String> told, QueueAttributeName name) {
    String count = told.get(name);
    return count == null ? null : Long.valueOf(count);
  }

  private Optional<String> deadLetterUrl(Map<QueueAttributeName, String> told) {
    return Optional.ofNullable(told.get(REDRIVE_POLICY))
        .map(policy -> JsonParser.parseString(policy).getAsJsonObject())
        .map(policy -> policy.get("deadLetterTargetArn").getAsString())
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
        // It has the same account and region as its queue, so only the name differs.
        .map(name -> url.substring(0, url.lastIndexOf('/') + 1) + name);
  }

  private Long visible(String queueUrl) {
    try {
      return count(
          read(queueUrl, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    } catch (QueueException e) {
      // The queue's own depth, which was asked for, has been read.
      return null;
    }
  }
}

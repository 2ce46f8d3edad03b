package etl.sqs;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.QueueException;
import java.net.URI;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Finds the dead-letter queue that a queue's redrive policy names. */
final class DeadLetterQueue {
  private DeadLetterQueue() {}

  /**
   * Asks the queue.
   *
   * @throws QueueException with {@link Fault#CONFIGURATION} if it has none
   */
  static SqsSettings of(SqsSettings queue) {
    try (SqsConnection connection = new SqsConnection(queue)) {
      return new QueueAttributes(connection, connection.queueUrl())
          .deadLetterUrl()
          .map(url -> queue.to(URI.create(url)))
          .orElseThrow(() -> none(connection.address()));
    }
  }

  /**
   * Whether a queue is one: false only if SQS says that no queue's redrive policy names it. That
   * takes a right of its own, and not every server knows the question.
   */
  static boolean mayBe(SqsConnection connection, String url) {
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

  private static QueueException none(SqsAddress queue) {
    String what = "queue " + queue.queueName() + " at " + queue.place();
    return new QueueException(
        Fault.CONFIGURATION, what + " has no dead-letter queue", Remedy.NO_DEAD_LETTERS, null);
  }
}

package etl.sqs;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.QueueException;
import java.net.URI;

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

  private static QueueException none(SqsAddress queue) {
    String what = "queue " + queue.queueName() + " at " + queue.place();
    return new QueueException(
        Fault.CONFIGURATION, what + " has no dead-letter queue", Remedy.NO_DEAD_LETTERS, null);
  }
}

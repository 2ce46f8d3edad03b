package etl.bench;

import etl.aws.StaticCredentials;
import etl.event.EventQueue;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.sqs.SqsEventQueue;
import etl.sqs.SqsSettings;
import etl.testing.QueueSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A program that only receives and deletes, by the client that the product has. */
final class QueueCeiling {
  private QueueCeiling() {}

  /**
   * Empties a queue.
   *
   * @param args the queue's URL, and how many threads receive and delete in turn
   */
  public static void main(String[] args) throws InterruptedException {
    SqsSettings settings =
        QueueSettings.of(
            URI.create(args[0]),
            "login-queue",
            null,
            "us-east-1",
            new StaticCredentials("key", "secret", null),
            SqsSettings.Protocol.AUTO);
    try (EventQueue queue = new SqsEventQueue(settings, Set.of(), Clock.systemUTC())) {
      queue.open();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        threads.add(new Thread(() -> empty(queue)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void empty(EventQueue queue) {
    List<QueueMessage> received = receive(queue);
    while (!received.isEmpty()) {
      List<Receipt> receipts = received.stream().map(QueueMessage::receipt).toList();
      queue.delete(receipts);
      received = receive(queue);
    }
  }

  private static List<QueueMessage> receive(EventQueue queue) {
    return queue.receive(EventQueue.BATCH_LIMIT, Duration.ZERO, bytes -> {});
  }
}

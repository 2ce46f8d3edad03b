package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Long polls of the contract tests. */
final class Polls {
  private static final int TRIES = 200;
  private static final long MILLIS_BETWEEN = 50;

  private Polls() {}

  /** Receives until there are this many: a queue may bring them in several answers. */
  static List<QueueMessage> receive(EventQueue queue, int count) {
    List<QueueMessage> messages = new ArrayList<>();
    while (messages.size() < count) {
      List<QueueMessage> more =
          queue.receive(EventQueue.BATCH_LIMIT, EventQueue.LONGEST_WAIT, QueueFixtures.OPEN);
      assertThat(more).as("messages within a long poll").isNotEmpty();
      messages.addAll(more);
    }
    assertThat(messages).hasSize(count);
    return messages;
  }

  static List<Receipt> receipts(List<QueueMessage> messages) {
    return messages.stream().map(QueueMessage::receipt).toList();
  }

  /** Starts a long poll on a thread of its own. */
  static CompletableFuture<List<QueueMessage>> start(EventQueue queue) {
    return Background.start(
        () -> queue.receive(EventQueue.BATCH_LIMIT, EventQueue.LONGEST_WAIT, QueueFixtures.OPEN));
  }

  /**
   * Aborts the receives until this one is done. A poll cannot be seen to have begun, so the abort
   * is repeated, for half a long poll at the most.
   */
  static List<QueueMessage> abort(EventQueue queue, CompletableFuture<List<QueueMessage>> poll)
      throws Exception {
    for (int tries = 0; tries < TRIES; tries++) {
      queue.abortReceives();
      try {
        return poll.get(MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      }
    }
    throw new AssertionError("the abort does not end the poll");
  }
}

package etl.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the consumer relies on, whatever the queue: every {@link EventQueue} passes these tests. */
public interface EventQueueContract {
  /** Long enough for a test. */
  Duration LONG = Duration.ofSeconds(60);

  /** Soon over, and yet enough for a call in between on a busy machine. */
  Duration SHORT = Duration.ofSeconds(2);

  ByteGate OPEN = bytes -> {};

  /** A fresh standard queue. */
  QueueFixture standard(Duration visibilityTimeout);

  /** A fresh FIFO queue. */
  QueueFixture fifo(Duration visibilityTimeout);

  /** A fresh queue that gives a message up after this many deliveries. */
  QueueFixture redriving(Duration visibilityTimeout, int maxReceives);

  @Test
  default void open_tells_visibility_timeout_and_kind_and_can_be_called_again() {
    try (EventQueue standard = standard(LONG).queue();
        EventQueue fifo = fifo(SHORT).queue()) {
      assertThat(standard.open().visibilityTimeout()).isEqualTo(LONG);
      assertThat(standard.open().fifo()).isFalse();
      assertThat(fifo.open().visibilityTimeout()).isEqualTo(SHORT);
      assertThat(fifo.open().fifo()).isTrue();
    }
  }

  @Test
  default void message_comes_with_its_id_its_time_and_a_count_of_one() {
    QueueFixture fixture = standard(LONG);
    Instant before = Instant.now().minusMillis(1);
    String id = fixture.send("hello");
    try (EventQueue queue = opened(fixture)) {
      QueueMessage message = receive(queue, 1).get(0);

      assertThat(message.id()).isEqualTo(id);
      assertThat(message.body()).isEqualTo("hello");
      assertThat(message.receiveCount()).isEqualTo(1);
      assertThat(message.sentAt()).isBetween(before, Instant.now());
      assertThat(message.receipt().groupId()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ip\":\"10.1.2.3\",\"n\":1}",
        "a\r\nb\rc\nd\te",
        " <a b='c'>&amp;&#13;</a> ]]> \"%22+%\\u0041\\ ",
        "ünïcödé ☃ \uD83D\uDE00 \u00A0\u2028\uFEFF"
      })
  default void body_arrives_exactly_as_it_was_sent(String body) {
    QueueFixture fixture = standard(LONG);
    fixture.send(body);
    try (EventQueue queue = opened(fixture)) {
      assertThat(receive(queue, 1)).extracting(QueueMessage::body).containsExactly(body);
    }
  }

  @Test
  default void no_more_than_asked_for_is_received() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 5).forEach(i -> fixture.send("m" + i));
    try (EventQueue queue = opened(fixture)) {
      assertThat(queue.receive(2, Duration.ofSeconds(20), OPEN)).hasSizeBetween(1, 2);
    }
  }

  @Test
  default void empty_queue_gives_nothing() {
    try (EventQueue queue = opened(standard(LONG))) {
      assertThat(queue.receive(10, Duration.ofSeconds(1), OPEN)).isEmpty();
      assertThat(queue.receive(10, Duration.ZERO, OPEN)).isEmpty();
    }
  }

  @Test
  default void receive_waits_for_a_message_that_is_sent_meanwhile() {
    QueueFixture fixture = standard(LONG);
    try (EventQueue queue = opened(fixture)) {
      CompletableFuture<List<QueueMessage>> poll = longPoll(queue);
      String id = fixture.send("late");
      assertThat(poll.join()).extracting(QueueMessage::id).containsExactly(id);
    }
  }

  @Test
  default void message_in_flight_is_not_delivered_again() {
    QueueFixture fixture = standard(LONG);
    fixture.send("once");
    try (EventQueue queue = opened(fixture)) {
      receive(queue, 1);
      assertThat(queue.receive(10, Duration.ofSeconds(1), OPEN)).isEmpty();
    }
  }

  @Test
  default void redelivery_has_another_receipt_a_higher_count_and_the_same_time() {
    QueueFixture fixture = standard(SHORT);
    fixture.send("again");
    try (EventQueue queue = opened(fixture)) {
      QueueMessage first = receive(queue, 1).get(0);
      QueueMessage second = receive(queue, 1).get(0);

      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.sentAt()).isEqualTo(first.sentAt());
      assertThat(second.receiveCount()).isEqualTo(2);
      assertThat(second.receipt()).isNotEqualTo(first.receipt());
    }
  }

  @Test
  default void deleted_messages_do_not_come_back() {
    QueueFixture fixture = standard(SHORT);
    IntStream.range(0, 10).forEach(i -> fixture.send("m" + i));
    try (EventQueue queue = opened(fixture)) {
      List<QueueMessage> messages = receive(queue, 10);
      assertThat(queue.delete(receipts(messages))).isEmpty();
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();
      assertThat(queue.depth())
          .extracting(QueueDepth::visible, QueueDepth::inFlight)
          .containsOnly(0L);
    }
  }

  @Test
  default void message_given_back_is_delivered_at_once() {
    QueueFixture fixture = standard(LONG);
    fixture.send("back");
    try (EventQueue queue = opened(fixture)) {
      List<QueueMessage> messages = receive(queue, 1);
      assertThat(queue.changeVisibility(receipts(messages), Duration.ZERO)).isEmpty();
      assertThat(receive(queue, 1).get(0).receiveCount()).isEqualTo(2);
    }
  }

  @Test
  default void extended_message_outlives_its_first_timeout_and_can_still_be_deleted() {
    QueueFixture fixture = standard(SHORT);
    fixture.send("slow");
    try (EventQueue queue = opened(fixture)) {
      List<QueueMessage> messages = receive(queue, 1);
      assertThat(queue.changeVisibility(receipts(messages), LONG)).isEmpty();
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();
      assertThat(queue.delete(receipts(messages))).isEmpty();
    }
  }

  @Test
  default void one_bad_receipt_in_a_batch_fails_alone() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 3).forEach(i -> fixture.send("m" + i));
    try (EventQueue queue = opened(fixture)) {
      List<Receipt> batch = new ArrayList<>(receipts(receive(queue, 3)));
      Receipt bad = new Receipt(batch.get(1).messageId(), "no-such-handle", "");
      batch.set(1, bad);

      assertThat(queue.changeVisibility(batch, LONG))
          .extracting(EntryFailure::receipt, EntryFailure::retryable)
          .containsExactly(tuple(bad, false));
      assertThat(queue.delete(batch))
          .extracting(EntryFailure::receipt, EntryFailure::retryable)
          .containsExactly(tuple(bad, false));
      assertThat(queue.depth().inFlight()).isEqualTo(1);
    }
  }

  @Test
  default void receipt_of_an_earlier_delivery_deletes_and_extends_nothing() {
    QueueFixture fixture = standard(SHORT);
    fixture.send("twice");
    try (EventQueue queue = opened(fixture)) {
      List<Receipt> old = receipts(receive(queue, 1));
      List<QueueMessage> again = receive(queue, 1);

      assertThat(queue.delete(old)).hasSize(1);
      assertThat(queue.changeVisibility(old, LONG)).hasSize(1);
      assertThat(receive(queue, 1)).extracting(QueueMessage::id).containsExactly(again.get(0).id());
    }
  }

  @Test
  default void gate_is_told_of_room_for_the_bodies_before_they_are_handed_over() {
    QueueFixture fixture = standard(LONG);
    String body = "x".repeat(1000);
    fixture.send(body);
    List<Long> told = new ArrayList<>();
    try (EventQueue queue = opened(fixture)) {
      assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, told::add)).hasSize(1);
      assertThat(told).hasSize(1).allMatch(bytes -> bytes >= body.length());
    }
  }

  @Test
  default void receive_whose_gate_gives_up_brings_nothing_and_leaves_the_message_on_the_queue() {
    QueueFixture fixture = standard(SHORT);
    fixture.send("too much");
    ByteGate shut =
        bytes -> {
          throw new InterruptedException();
        };
    try (EventQueue queue = opened(fixture)) {
      assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, shut)).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(receive(queue, 1)).extracting(QueueMessage::body).containsExactly("too much");
    }
  }

  @Test
  default void abort_ends_the_receives_under_way_and_no_later_one() throws Exception {
    // Some servers deliver to a poll that was hung up, so the message must be able to come back.
    QueueFixture fixture = standard(SHORT);
    try (EventQueue queue = opened(fixture)) {
      List<CompletableFuture<List<QueueMessage>>> polls =
          IntStream.range(0, 3).mapToObj(i -> longPoll(queue)).toList();
      for (CompletableFuture<List<QueueMessage>> poll : polls) {
        assertThat(abortUntilDone(queue, poll)).isEmpty();
      }
      String id = fixture.send("afterwards");
      assertThat(receive(queue, 1)).extracting(QueueMessage::id).containsExactly(id);
    }
  }

  // A poll cannot be seen to have begun, so the abort is repeated; half a long poll is the limit.
  private static <T> T abortUntilDone(EventQueue queue, CompletableFuture<T> poll)
      throws Exception {
    for (int tries = 0; tries < 200; tries++) {
      queue.abortReceives();
      try {
        return poll.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      }
    }
    throw new AssertionError("the abort does not end the poll");
  }

  @Test
  default void group_of_a_fifo_queue_keeps_its_order_and_waits_for_what_is_in_flight() {
    QueueFixture fixture = fifo(LONG);
    fixture.send("a1", "a");
    fixture.send("a2", "a");
    fixture.send("b1", "b");
    try (EventQueue queue = opened(fixture)) {
      QueueMessage first = queue.receive(1, EventQueue.LONGEST_WAIT, OPEN).get(0);
      assertThat(first.body()).isEqualTo("a1");
      assertThat(first.receipt().groupId()).isEqualTo("a");
      assertThat(receive(queue, 1)).extracting(QueueMessage::body).containsExactly("b1");

      assertThat(queue.delete(List.of(first.receipt()))).isEmpty();
      assertThat(receive(queue, 1)).extracting(QueueMessage::body).containsExactly("a2");
    }
  }

  @Test
  default void depth_counts_visible_and_in_flight() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 3).forEach(i -> fixture.send("m" + i));
    try (EventQueue queue = opened(fixture)) {
      queue.receive(1, EventQueue.LONGEST_WAIT, OPEN);
      QueueDepth depth = queue.depth();

      assertThat(depth.visible()).isEqualTo(2);
      assertThat(depth.inFlight()).isEqualTo(1);
      assertThat(depth.delayed()).isZero();
      assertThat(depth.deadLetters()).isEmpty();
      assertThat(depth.url()).isEqualTo(queue.open().url());
    }
  }

  @Test
  default void message_delivered_too_often_becomes_a_dead_letter_that_depth_counts() {
    QueueFixture fixture = redriving(SHORT, 1);
    fixture.send("poison");
    try (EventQueue queue = opened(fixture)) {
      receive(queue, 1);
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();

      QueueDepth depth = queue.depth();
      assertThat(depth.visible()).isZero();
      assertThat(depth.deadLetters()).map(QueueDepth.DeadLetters::visible).contains(1L);
    }
  }

  private static CompletableFuture<List<QueueMessage>> longPoll(EventQueue queue) {
    return CompletableFuture.supplyAsync(
        () -> queue.receive(10, EventQueue.LONGEST_WAIT, OPEN), task -> new Thread(task).start());
  }

  private static EventQueue opened(QueueFixture fixture) {
    EventQueue queue = fixture.queue();
    queue.open();
    return queue;
  }

  /** Receives until there are this many: a queue may bring them in several answers. */
  private static List<QueueMessage> receive(EventQueue queue, int count) {
    List<QueueMessage> messages = new ArrayList<>();
    while (messages.size() < count) {
      List<QueueMessage> more = queue.receive(10, EventQueue.LONGEST_WAIT, OPEN);
      assertThat(more).as("messages within a long poll").isNotEmpty();
      messages.addAll(more);
    }
    assertThat(messages).hasSize(count);
    return messages;
  }

  private static List<Receipt> receipts(List<QueueMessage> messages) {
    return messages.stream().map(QueueMessage::receipt).toList();
  }
}

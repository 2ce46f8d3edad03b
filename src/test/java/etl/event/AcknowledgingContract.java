package etl.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a consumer relies on when it deletes, extends and gives back. */
public interface AcknowledgingContract extends QueueFixtures {
  @Test
  default void message_in_flight_is_not_delivered_again() {
    QueueFixture fixture = standard(LONG);
    fixture.sender().send("once");
    try (EventQueue queue = fixture.open()) {
      Polls.receive(queue, 1);
      assertThat(queue.receive(10, Duration.ofSeconds(1), OPEN)).isEmpty();
    }
  }

  @Test
  default void redelivery_has_another_receipt_a_higher_count_and_the_same_time() {
    QueueFixture fixture = standard(SHORT);
    fixture.sender().send("again");
    try (EventQueue queue = fixture.open()) {
      QueueMessage first = Polls.receive(queue, 1).get(0);
      QueueMessage second = Polls.receive(queue, 1).get(0);

      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.sentAt()).isEqualTo(first.sentAt());
      assertThat(second.receiveCount()).isEqualTo(2);
      assertThat(second.receipt()).isNotEqualTo(first.receipt());
    }
  }

  @Test
  default void deleted_messages_do_not_come_back() {
    QueueFixture fixture = standard(SHORT);
    IntStream.range(0, 10).forEach(i -> fixture.sender().send("m" + i));
    try (EventQueue queue = fixture.open()) {
      List<QueueMessage> messages = Polls.receive(queue, 10);
      assertThat(queue.delete(Polls.receipts(messages))).isEmpty();
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();
      assertThat(queue.depth())
          .extracting(QueueDepth::visible, QueueDepth::inFlight)
          .containsOnly(0L);
    }
  }

  @Test
  default void message_given_back_is_delivered_at_once() {
    QueueFixture fixture = standard(LONG);
    fixture.sender().send("back");
    try (EventQueue queue = fixture.open()) {
      List<QueueMessage> messages = Polls.receive(queue, 1);
      assertThat(queue.changeVisibility(Polls.receipts(messages), Duration.ZERO)).isEmpty();
      assertThat(Polls.receive(queue, 1).get(0).receiveCount()).isEqualTo(2);
    }
  }

  @Test
  default void extended_message_outlives_its_first_timeout_and_can_still_be_deleted() {
    QueueFixture fixture = standard(SHORT);
    fixture.sender().send("slow");
    try (EventQueue queue = fixture.open()) {
      List<QueueMessage> messages = Polls.receive(queue, 1);
      assertThat(queue.changeVisibility(Polls.receipts(messages), LONG)).isEmpty();
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();
      assertThat(queue.delete(Polls.receipts(messages))).isEmpty();
    }
  }

  @Test
  default void one_bad_receipt_in_a_batch_fails_alone() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 3).forEach(i -> fixture.sender().send("m" + i));
    try (EventQueue queue = fixture.open()) {
      List<Receipt> batch = new ArrayList<>(Polls.receipts(Polls.receive(queue, 3)));
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
    fixture.sender().send("twice");
    try (EventQueue queue = fixture.open()) {
      List<Receipt> old = Polls.receipts(Polls.receive(queue, 1));
      List<QueueMessage> again = Polls.receive(queue, 1);

      assertThat(queue.delete(old)).hasSize(1);
      assertThat(queue.changeVisibility(old, LONG)).hasSize(1);
      assertThat(Polls.receive(queue, 1))
          .extracting(QueueMessage::id)
          .containsExactly(again.get(0).id());
    }
  }

  @Test
  default void group_of_a_fifo_queue_keeps_its_order_and_waits_for_what_is_in_flight() {
    QueueFixture fixture = fifo(LONG);
    fixture.sender().send("a1", "a");
    fixture.sender().send("a2", "a");
    fixture.sender().send("b1", "b");
    try (EventQueue queue = fixture.open()) {
      QueueMessage first = queue.receive(1, EventQueue.LONGEST_WAIT, OPEN).get(0);
      assertThat(first.body()).isEqualTo("a1");
      assertThat(first.receipt().groupId()).isEqualTo("a");
      assertThat(Polls.receive(queue, 1)).extracting(QueueMessage::body).containsExactly("b1");

      assertThat(queue.delete(List.of(first.receipt()))).isEmpty();
      assertThat(Polls.receive(queue, 1)).extracting(QueueMessage::body).containsExactly("a2");
    }
  }

  @Test
  default void depth_counts_visible_and_in_flight() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 3).forEach(i -> fixture.sender().send("m" + i));
    try (EventQueue queue = fixture.open()) {
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
    fixture.sender().send("poison");
    try (EventQueue queue = fixture.open()) {
      Polls.receive(queue, 1);
      assertThat(queue.receive(10, SHORT.plusSeconds(1), OPEN)).isEmpty();

      QueueDepth depth = queue.depth();
      assertThat(depth.visible()).isZero();
      assertThat(depth.deadLetters()).map(QueueDepth.DeadLetters::visible).contains(1L);
    }
  }
}

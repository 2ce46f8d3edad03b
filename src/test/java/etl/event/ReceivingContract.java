package etl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer relies on when it receives. */
public interface ReceivingContract extends QueueFixtures {
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
    String id = fixture.sender().send("hello");
    try (EventQueue queue = fixture.open()) {
      QueueMessage message = Polls.receive(queue, 1).get(0);

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
    fixture.sender().send(body);
    try (EventQueue queue = fixture.open()) {
      assertThat(Polls.receive(queue, 1)).extracting(QueueMessage::body).containsExactly(body);
    }
  }

  @Test
  default void no_more_than_asked_for_is_received() {
    QueueFixture fixture = standard(LONG);
    IntStream.range(0, 5).forEach(i -> fixture.sender().send("m" + i));
    try (EventQueue queue = fixture.open()) {
      assertThat(queue.receive(2, Duration.ofSeconds(20), OPEN)).hasSizeBetween(1, 2);
    }
  }

  @Test
  default void empty_queue_gives_nothing() {
    try (EventQueue queue = standard(LONG).open()) {
      assertThat(queue.receive(10, Duration.ofSeconds(1), OPEN)).isEmpty();
      assertThat(queue.receive(10, Duration.ZERO, OPEN)).isEmpty();
    }
  }

  @Test
  default void receive_waits_for_a_message_that_is_sent_meanwhile() {
    QueueFixture fixture = standard(LONG);
    try (EventQueue queue = fixture.open()) {
      CompletableFuture<List<QueueMessage>> poll = Polls.start(queue);
      String id = fixture.sender().send("late");
      assertThat(poll.join()).extracting(QueueMessage::id).containsExactly(id);
    }
  }

  @Test
  default void gate_is_told_of_room_for_the_bodies_before_they_are_handed_over() {
    QueueFixture fixture = standard(LONG);
    String body = "x".repeat(1000);
    fixture.sender().send(body);
    List<Long> told = new ArrayList<>();
    try (EventQueue queue = fixture.open()) {
      assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, told::add)).hasSize(1);
      assertThat(told).hasSize(1).allMatch(bytes -> bytes >= body.length());
    }
  }

  @Test
  default void receive_whose_gate_gives_up_brings_nothing_and_leaves_the_message_on_the_queue() {
    QueueFixture fixture = standard(SHORT);
    fixture.sender().send("too much");
    ByteGate shut =
        bytes -> {
          throw new InterruptedException();
        };
    try (EventQueue queue = fixture.open()) {
      assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, shut)).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Polls.receive(queue, 1))
          .extracting(QueueMessage::body)
          .containsExactly("too much");
    }
  }

  @Test
  default void answer_that_has_begun_is_not_lost_to_an_abort() {
    QueueFixture fixture = standard(LONG);
    // More than a client may have read with the headers.
    fixture.sender().send("just in time".repeat(10_000));
    try (EventQueue queue = fixture.open()) {
      ByteGate aborting = bytes -> queue.abortReceives();
      assertThat(queue.receive(10, EventQueue.LONGEST_WAIT, aborting)).hasSize(1);
    }
  }

  @Test
  default void abort_ends_the_receives_under_way_and_no_later_one() throws Exception {
    // Some servers deliver to a poll that was hung up, so the message must be able to come back.
    QueueFixture fixture = standard(SHORT);
    try (EventQueue queue = fixture.open()) {
      List<CompletableFuture<List<QueueMessage>>> polls =
          IntStream.range(0, 3).mapToObj(i -> Polls.start(queue)).toList();
      for (CompletableFuture<List<QueueMessage>> poll : polls) {
        assertThat(Polls.abort(queue, poll)).isEmpty();
      }
      String id = fixture.sender().send("afterwards");
      assertThat(Polls.receive(queue, 1)).extracting(QueueMessage::id).containsExactly(id);
    }
  }
}

package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private static final int BODY = 1 << 20;
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void a_batch_has_no_more_bytes_on_a_large_heap() {
    // A quarter of -Xmx8g.
    WriteQueue queue = queue(2L << 30);
    String body = "x".repeat(BODY);
    for (int i = 0; i < 100; i++) {
      queue.add(delivery(i, body), NOW);
    }

    List<Delivery> batch = queue.next(false, NOW).deliveries();
    assertThat(batch).hasSize(31);
    assertThat(batch.stream().mapToLong(Delivery::bytes).sum())
        .isLessThanOrEqualTo(WriteQueue.MOST_BYTES);
  }

  @Test
  void a_batch_has_a_quarter_of_the_memory_on_a_small_heap() {
    WriteQueue queue = queue(16L << 20);
    String body = "x".repeat(BODY);
    for (int i = 0; i < 10; i++) {
      queue.add(delivery(i, body), NOW);
    }

    assertThat(queue.next(false, NOW).size()).isEqualTo(3);
  }

  @Test
  void a_message_that_is_larger_than_a_batch_stands_alone() {
    WriteQueue queue = queue(1);
    queue.add(delivery(1, "x".repeat(BODY)), NOW);
    queue.add(delivery(2, "x"), NOW);

    assertThat(queue.next(false, NOW).size()).isEqualTo(1);
    assertThat(queue.next(false, NOW).size()).isEqualTo(1);
    assertThat(queue.isEmpty()).isTrue();
  }

  private static WriteQueue queue(long memory) {
    return new WriteQueue(new SettingsBuilder().memory(memory).build(), new Batch.Limit(1_000));
  }

  @Test
  void a_batch_is_cut_by_rows_where_messages_have_many() {
    WriteQueue queue = queue(1L << 30);
    for (int i = 0; i < 4; i++) {
      queue.add(unfolded(i, 400), NOW);
    }
    queue.add(unfolded(5, 5_000), NOW);

    assertThat(queue.next(false, NOW).size()).isEqualTo(2);
    assertThat(queue.next(false, NOW).size()).isEqualTo(2);
    assertThat(queue.next(false, NOW).size()).isEqualTo(1);
  }

  @Test
  void a_batch_is_cut_by_the_bytes_of_rows_where_they_are_larger_than_bodies() {
    WriteQueue queue = queue(16L << 20);
    MaskedRow row = new MaskedRow(List.of("x".repeat(BODY)), List.of());
    for (int i = 0; i < 10; i++) {
      MaskedEvent event = new MaskedEvent("m" + i, NOW, 0, List.of(row, row));
      queue.add(new Delivery(message(i, "{}"), event), NOW);
    }

    assertThat(queue.next(false, NOW).size()).isEqualTo(1);
  }

  private static Delivery unfolded(int number, int rows) {
    MaskedRow row = new MaskedRow(List.of(), List.of());
    MaskedEvent event = new MaskedEvent("m" + number, NOW, 0, Collections.nCopies(rows, row));
    return new Delivery(message(number, "{}"), event);
  }

  private static Delivery delivery(int number, String body) {
    RejectedMessage parsed =
        new RejectedMessage("m" + number, RejectedMessage.Kind.NOT_JSON, "no JSON", body, NOW);
    return new Delivery(message(number, body), parsed);
  }

  private static QueueMessage message(int number, String body) {
    return new QueueMessage(new Receipt("m" + number, "handle", ""), body, NOW, 1);
  }
}

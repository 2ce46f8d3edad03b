package etl.consume;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.QueueMessage;
import etl.event.Receipt;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchAccumulatorTest {
  private static final int BODY = 1 << 20;
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void a_batch_has_no_more_bytes_on_a_large_heap() {
    // A quarter of -Xmx8g.
    BatchAccumulator accumulator = accumulator(2L << 30);
    String body = "x".repeat(BODY);
    for (int i = 0; i < 100; i++) {
      accumulator.add(new Delivery(message(i, body), null), NOW);
    }

    assertThat(accumulator.due(NOW)).isTrue();
    List<Delivery> batch = accumulator.take(NOW);
    assertThat(batch).hasSize(31);
    assertThat(batch.stream().mapToLong(Delivery::bytes).sum())
        .isLessThanOrEqualTo(BatchAccumulator.MOST_BYTES);
  }

  @Test
  void a_batch_has_a_quarter_of_the_memory_on_a_small_heap() {
    BatchAccumulator accumulator = accumulator(16L << 20);
    String body = "x".repeat(BODY);
    for (int i = 0; i < 10; i++) {
      accumulator.add(new Delivery(message(i, body), null), NOW);
    }

    assertThat(accumulator.take(NOW)).hasSize(3);
  }

  @Test
  void a_message_that_is_larger_than_a_batch_stands_alone() {
    BatchAccumulator accumulator = accumulator(1);
    accumulator.add(new Delivery(message(1, "x".repeat(BODY)), null), NOW);
    accumulator.add(new Delivery(message(2, "x"), null), NOW);

    assertThat(accumulator.take(NOW)).hasSize(1);
    assertThat(accumulator.take(NOW)).hasSize(1);
    assertThat(accumulator.isEmpty()).isTrue();
  }

  private static BatchAccumulator accumulator(long memory) {
    return new BatchAccumulator(
        new SettingsBuilder().memory(memory).build(), new Batch.Limit(1_000));
  }

  private static QueueMessage message(int number, String body) {
    return new QueueMessage(new Receipt("m" + number, "handle", ""), body, NOW, 1);
  }
}

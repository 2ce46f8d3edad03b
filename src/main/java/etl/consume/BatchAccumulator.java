package etl.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Accumulates deliveries for a shared transaction, until they have enough rows or the oldest has
 * waited long enough.
 */
final class BatchAccumulator {
  /**
   * The most bytes of one batch, however large the heap is. PostgreSQL takes no message of a
   * gigabyte, and bodies may be sent to it as text, in which each byte takes two digits and a
   * backslash; it holds a statement in several copies, too. Beyond a few megabytes a larger batch
   * is no faster.
   */
  static final long MOST_BYTES = 32L << 20;

  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Batch.Limit limit;
  private final long batchBytes;
  private final Duration linger;

  private long bytes;
  private int rows;
  private Instant oldest;

  BatchAccumulator(ConsumeSettings settings, Batch.Limit limit) {
    this.limit = limit;
    // A statement is built of a batch in several copies: a quarter leaves room for them.
    this.batchBytes = Math.max(1, Math.min(settings.memory() / 4, MOST_BYTES));
    this.linger = settings.linger();
  }

  void add(Delivery delivery, Instant now) {
    if (deliveries.isEmpty()) {
      oldest = now;
    }
    deliveries.add(delivery);
    bytes += delivery.bytes();
    rows += delivery.rows();
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  /** Whether a batch is ready to be written. */
  boolean due(Instant now) {
    return rows >= limit.size() || bytes >= batchBytes || !now.isBefore(dueAt());
  }

  /** When a batch will be ready even if nothing more arrives: {@link Instant#MAX} for never. */
  Instant dueAt() {
    return deliveries.isEmpty() ? Instant.MAX : oldest.plus(linger);
  }

  /** Removes and returns the next batch: at least one delivery, in the order of arrival. */
  List<Delivery> take(Instant now) {
    int most = limit.size();
    List<Delivery> batch = new ArrayList<>(Math.min(deliveries.size(), most));
    long taken = 0;
    int takenRows = 0;
    do {
      Delivery delivery = deliveries.remove();
      batch.add(delivery);
      taken += delivery.bytes();
      takenRows += delivery.rows();
    } while (!deliveries.isEmpty()
        && takenRows + deliveries.peek().rows() <= most
        && taken + deliveries.peek().bytes() <= batchBytes);
    bytes -= taken;
    rows -= takenRows;
    oldest = now;
    return batch;
  }

  /** Removes deliveries that are no longer to be written. */
  void remove(Set<Delivery> some) {
    deliveries.removeIf(some::contains);
    bytes = deliveries.stream().mapToLong(Delivery::bytes).sum();
    rows = deliveries.stream().mapToInt(Delivery::rows).sum();
  }

  void clear() {
    deliveries.clear();
    bytes = 0;
    rows = 0;
  }
}

package etl.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What waits to be written: first batches to be retried, then deliveries, which share a transaction
 * once they have enough rows or the oldest has waited long enough.
 */
final class WriteQueue {
  /**
   * The most bytes of one batch, however large the heap is. PostgreSQL takes no message of a
   * gigabyte, and bodies may be sent to it as text, in which each byte takes two digits and a
   * backslash; it holds a statement in several copies, too. Beyond a few megabytes a larger batch
   * is no faster.
   */
  static final long MOST_BYTES = 32L << 20;

  private final Deque<Batch> again = new ArrayDeque<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Batch.Limit limit;
  private final long batchBytes;
  private final Duration linger;

  private long bytes;
  private int rows;
  private Instant oldest;

  WriteQueue(ConsumeSettings settings, Batch.Limit limit) {
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

  /** Puts a batch at the head of the queue. */
  void addFirst(Batch batch) {
    again.addFirst(batch);
  }

  /**
   * Removes and returns the next batch, or null if none is ready.
   *
   * @param atOnce whether to take what there is instead of waiting for more
   */
  Batch next(boolean atOnce, Instant now) {
    if (!again.isEmpty()) {
      Batch batch = again.remove();
      while (batch.size() > 1 && batch.rows() > limit.size()) {
        List<Batch> halves = batch.halves(batch.bisection());
        again.addFirst(halves.get(1));
        batch = halves.get(0);
      }
      return batch;
    }
    boolean due = rows >= limit.size() || bytes >= batchBytes || !now.isBefore(dueAt());
    return due || (atOnce && !deliveries.isEmpty()) ? new Batch(take(now), null) : null;
  }

  /** At least one delivery, in the order of arrival. */
  private List<Delivery> take(Instant now) {
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
    List<Batch> parts = List.copyOf(again);
    again.clear();
    for (Batch part : parts) {
      Batch rest = part.without(some);
      if (rest.size() > 0) {
        again.add(rest);
      } else if (part.bisection() != null) {
        part.bisection().stored();
      }
    }
  }

  void clear() {
    again.clear();
    deliveries.clear();
    bytes = 0;
    rows = 0;
  }

  boolean isEmpty() {
    return deliveries.isEmpty() && again.isEmpty();
  }

  /** When a batch will be ready even if nothing more arrives: {@link Instant#MAX} for never. */
  Instant dueAt() {
    return deliveries.isEmpty() ? Instant.MAX : oldest.plus(linger);
  }
}

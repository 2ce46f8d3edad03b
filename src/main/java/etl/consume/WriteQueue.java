package etl.consume;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What waits to be written: first batches to be retried, then what the accumulator has. */
final class WriteQueue {
  private final Deque<Batch> again = new ArrayDeque<>();
  private final Batch.Limit limit;
  private final BatchAccumulator accumulator;

  WriteQueue(ConsumeSettings settings, Batch.Limit limit) {
    this.limit = limit;
    this.accumulator = new BatchAccumulator(settings, limit);
  }

  void add(Delivery delivery, Instant now) {
    accumulator.add(delivery, now);
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
    boolean due = accumulator.due(now) || (atOnce && !accumulator.isEmpty());
    return due ? new Batch(accumulator.take(now), null) : null;
  }

  /** Removes deliveries that are no longer to be written. */
  void remove(Set<Delivery> some) {
    accumulator.remove(some);
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
    accumulator.clear();
    again.clear();
  }

  boolean isEmpty() {
    return accumulator.isEmpty() && again.isEmpty();
  }

  /** When a batch will be ready even if nothing more arrives: {@link Instant#MAX} for never. */
  Instant dueAt() {
    return accumulator.dueAt();
  }
}

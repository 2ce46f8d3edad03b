package etl.consume;

import etl.event.ParsedMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deliveries that are stored in one transaction.
 *
 * @param deliveries in the order of arrival
 * @param bisection the bisection that the batch is part of; null unless the database refused a
 *     larger batch
 */
record Batch(List<Delivery> deliveries, Bisection bisection) {
  int size() {
    return deliveries.size();
  }

  /** How many rows it has; a message without any counts as one. */
  int rows() {
    return deliveries.stream().mapToInt(Delivery::rows).sum();
  }

  /** About how many bytes it takes to store it. */
  long bytes() {
    return deliveries.stream().mapToLong(Delivery::bytes).sum();
  }

  List<ParsedMessage> messages() {
    return deliveries.stream().map(Delivery::parsed).toList();
  }

  /**
   * Two batches that keep the order.
   *
   * @param of the bisection that they are parts of; null for none
   */
  List<Batch> halves(Bisection of) {
    if (of != null) {
      of.split();
    }
    int middle = size() / 2;
    return List.of(
        new Batch(deliveries.subList(0, middle), of),
        new Batch(deliveries.subList(middle, size()), of));
  }

  Batch without(Set<Delivery> some) {
    return new Batch(deliveries.stream().filter(d -> !some.contains(d)).toList(), bisection);
  }

  /**
   * How many rows a batch may have, unless it is one message. A database that cancels transactions,
   * for they take longer than its statement timeout, gets smaller ones: the size is halved, stays
   * at what works, and grows again slowly. Where that is too much, the next attempt comes after
   * twice as many batches.
   */
  static final class Limit {
    /** So many full batches go well before the size grows for the first time. */
    static final int FIRST_PATIENCE = 8;

    static final int LONGEST_PATIENCE = 1024;

    /** So many messages that time out alone, and no commit between them, are an outage. */
    private static final int STALLED = 3;

    private final int most;
    private int size;
    private int patience = FIRST_PATIENCE;
    private int full;

    /** Messages that timed out alone since the last commit. */
    private final Set<String> timedOut = new HashSet<>();

    /** What the size was before it grew; 0 if it has not. */
    private int worked;

    Limit(int most) {
      this.most = most;
      this.size = most;
    }

    /** The most rows of a batch: at least one. */
    int size() {
      return size;
    }

    /** A transaction of so many rows was cancelled. */
    void tooLarge(int rows) {
      int smaller = worked > 0 ? worked : Math.max(1, rows / 2);
      if (rows > size || smaller >= size) {
        // It was begun before the size was reduced.
        return;
      }
      if (worked > 0) {
        patience = Math.min(LONGEST_PATIENCE, patience * 2);
      }
      size = smaller;
      full = 0;
      worked = 0;
    }

    /** Each transaction of this message alone was cancelled. */
    void tooLargeAlone(String messageId) {
      timedOut.add(messageId);
    }

    /** Whether no message at all can be stored, so that the size is not the reason. */
    boolean stalled() {
      return timedOut.size() >= STALLED;
    }

    /** A transaction of so many rows was committed. */
    void committed(int rows) {
      timedOut.clear();
      if (size == most || rows < size) {
        return;
      }
      full++;
      if (full >= patience) {
        full = 0;
        worked = size;
        size = Math.min(most, size + Math.max(1, size / 4));
      }
    }
  }
}

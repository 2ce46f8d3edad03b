package etl.consume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch that the database refused for its data, and that is halved until the offending messages
 * stand alone. Which of them are rejected is decided when all of it is known: if most of the batch
 * is refused for the same cause, it is not the messages that are wrong.
 */
final class Bisection {
  /** So few may be wrong by themselves, even if they are all of the batch. */
  static final int FEW = 10;

  private final int size;
  private final List<Delivery> refused = new ArrayList<>();
  private final Map<String, Integer> causes = new HashMap<>();
  private int openParts = 1;
  private boolean cancelled;

  Bisection(int size) {
    this.size = size;
  }

  /** Halves a part; the halves keep the order. */
  List<Batch> split(Batch part) {
    openParts++;
    int middle = part.size() / 2;
    return List.of(
        new Batch(part.deliveries().subList(0, middle), this),
        new Batch(part.deliveries().subList(middle, part.size()), this));
  }

  /** A part was stored. */
  void stored() {
    openParts--;
  }

  /** A message stands alone and is refused. */
  void refused(Delivery delivery, String sqlState) {
    openParts--;
    refused.add(delivery);
    causes.merge(sqlState, 1, Integer::sum);
  }

  /** Its messages were given back, or are tried again in another batch. */
  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Whether it is known of every message whether it is refused. */
  boolean complete() {
    return openParts == 0 && !cancelled;
  }

  /** The messages that are refused, in the order of arrival. */
  List<Delivery> refused() {
    return refused;
  }

  /** How many messages the refused batch had. */
  int size() {
    return size;
  }

  /** Whether most of the batch is refused for one cause. */
  boolean systematic() {
    int most = causes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return most >= FEW && most * 2 > size;
  }
}

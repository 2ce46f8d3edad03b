package etl.consume;

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

  /** The same batch without these deliveries. */
  Batch without(Set<Delivery> some) {
    return new Batch(deliveries.stream().filter(d -> !some.contains(d)).toList(), bisection);
  }
}

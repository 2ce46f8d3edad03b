package etl.consume;

import java.util.List;
import java.util.Set;

/**
 * Deliveries that are stored in one transaction.
 *
 * @param deliveries in the order of arrival
 * @param bisection what the batch is a part of; null unless the database refused a larger one
 */
record Batch(List<Delivery> deliveries, Bisection bisection) {
  int size() {
    return deliveries.size();
  }

  /** The same batch but for these. */
  Batch without(Set<Delivery> some) {
    return new Batch(deliveries.stream().filter(d -> !some.contains(d)).toList(), bisection);
  }
}

package etl.consume;

import etl.event.ParsedMessage;
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

  /** What is to be stored. */
  List<ParsedMessage> messages() {
    return deliveries.stream().map(Delivery::parsed).toList();
  }

  /** The same batch without these deliveries. */
  Batch without(Set<Delivery> some) {
    return new Batch(deliveries.stream().filter(d -> !some.contains(d)).toList(), bisection);
  }
}

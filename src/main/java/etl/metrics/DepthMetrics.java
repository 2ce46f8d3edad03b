package etl.metrics;

import etl.event.QueueDepth;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.function.Supplier;

/** Shows how much the queue holds. */
final class DepthMetrics {
  private DepthMetrics() {}

  /**
   * Registers the gauges.
   *
   * @param last what the queue has told last; null while nothing is known
   */
  static void register(Metrics metrics, Supplier<QueueDepth> last) {
    metrics.gauge(
        "etl_queue_messages",
        "Messages of the queue, as far as it tells.",
        gauge -> {
          QueueDepth depth = last.get();
          if (depth != null) {
            set(gauge, depth.visible(), "visible");
            set(gauge, depth.inFlight(), "in_flight");
            set(gauge, depth.delayed(), "delayed");
          }
        },
        "state");
    metrics.gauge(
        "etl_dead_letter_messages",
        "Messages of the dead-letter queue, where there is one.",
        gauge -> {
          QueueDepth depth = last.get();
          if (depth != null && depth.deadLetters().isPresent()) {
            set(gauge, depth.deadLetters().get().visible());
          }
        });
  }

  private static void set(GaugeWithCallback.Callback gauge, Long count, String... labels) {
    if (count != null) {
      gauge.call(count, labels);
    }
  }
}

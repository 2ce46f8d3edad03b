package etl.metrics;

import etl.event.QueueDepth;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.function.Supplier;

/** Exports the queue's depth. */
final class DepthMetrics {
  private DepthMetrics() {}

  /**
   * Registers the gauges.
   *
   * @param last the last known depth; null while there is none
   */
  static void register(Metrics metrics, Supplier<QueueDepth> last) {
    metrics.gauge(
        "etl_queue_messages",
        "Messages on the queue, approximately.",
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
        "Messages on the dead-letter queue, if there is one.",
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

package etl.metrics;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.util.List;

/** Measures the calls to the queue, and counts what they are about. */
final class DeliveryMetrics implements ConsumeListener {
  private final DistributionDataPoint receiveTime;
  private final Counter discarded;
  private final Gauge rejectsInARow;
  private final CounterDataPoint released;
  private final CounterDataPoint extended;
  private final Counter failed;

  /**
   * @param discards the events that the spec discards
   */
  DeliveryMetrics(Metrics metrics, List<String> discards) {
    this.receiveTime =
        metrics.seconds(
            "etl_receive_duration",
            "How long a receive took; a long poll waits up to 20 s.",
            new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 5, 10, 20, 30});
    this.discarded =
        discards.isEmpty()
            ? null
            : metrics.counter(
                "etl_messages_discarded", "Deliveries that the spec discards.", "event", discards);
    this.rejectsInARow =
        metrics.gauge(
            "etl_rejects_in_a_row", "Messages rejected since the last one that can become a row.");
    this.released = metrics.counter("etl_messages_released", "Deliveries given back to the queue.");
    this.extended =
        metrics.counter("etl_messages_extended", "Extensions of a delivery's visibility timeout.");
    this.failed =
        metrics.counter(
            "etl_entries_failed",
            "Entries of batch calls to the queue that failed for good: the message is delivered"
                + " again.",
            "action",
            ConsumeEvent.Action.values());
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Received receive) {
      receiveTime.observe(Metrics.seconds(receive.took()));
    } else if (event instanceof ConsumeEvent.Discarded told) {
      discarded.labelValues(told.message().event()).inc();
    } else if (event instanceof ConsumeEvent.RejectsInARow told) {
      rejectsInARow.set(told.messages());
    } else if (event instanceof ConsumeEvent.Released told) {
      released.inc(told.messages());
    } else if (event instanceof ConsumeEvent.Extended told) {
      extended.inc(told.messages());
    } else if (event instanceof ConsumeEvent.GaveUp told) {
      failed.labelValues(Metrics.label(told.action())).inc();
    }
  }
}

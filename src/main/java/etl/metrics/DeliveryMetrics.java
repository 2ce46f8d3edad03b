package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.RejectedMessage;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.Duration;
import java.util.List;

/** Counts deliveries between the queue and the consumer. */
final class DeliveryMetrics implements ConsumeListener {
  /** What a batch call does to its entries. */
  private enum Action {
    DELETE,
    EXTEND,
    GIVE_BACK
  }

  private final CounterDataPoint received;
  private final DistributionDataPoint receiveTime;
  private final CounterDataPoint left;
  private final Counter discarded;
  private final Gauge rejectsInARow;
  private final CounterDataPoint released;
  private final CounterDataPoint deleted;
  private final CounterDataPoint extended;
  private final Counter failed;

  /**
   * @param discards the events that the spec discards
   */
  DeliveryMetrics(Metrics metrics, List<String> discards) {
    this.received = metrics.counter("etl_messages_received", "Deliveries received.");
    this.receiveTime =
        metrics.seconds(
            "etl_receive_duration",
            "How long a receive took; a long poll waits up to 20 s.",
            new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 5, 10, 20, 30});
    this.left = metrics.counter("etl_messages_left", "Bad messages left on the queue.");
    this.discarded =
        discards.isEmpty()
            ? null
            : metrics.counter(
                "etl_messages_discarded", "Deliveries that the spec discards.", "event", discards);
    this.rejectsInARow =
        metrics.gauge(
            "etl_rejects_in_a_row", "Messages rejected since the last one that can become a row.");
    this.released = metrics.counter("etl_messages_released", "Deliveries given back to the queue.");
    this.deleted = metrics.counter("etl_messages_deleted", "Deliveries deleted from the queue.");
    this.extended =
        metrics.counter("etl_messages_extended", "Extensions of a delivery's visibility timeout.");
    this.failed =
        metrics.counter(
            "etl_entries_failed",
            "Entries of batch calls to the queue that failed for good: the message is delivered"
                + " again.",
            "action",
            Action.values());
  }

  @Override
  public void received(int messages, long bytes, Duration took) {
    received.inc(messages);
    receiveTime.observe(Metrics.seconds(took));
  }

  @Override
  public void left(RejectedMessage message) {
    left.inc();
  }

  @Override
  public void discarded(DiscardedMessage message) {
    discarded.labelValues(message.event()).inc();
  }

  @Override
  public void rejectsInARow(long messages) {
    rejectsInARow.set(messages);
  }

  @Override
  public void released(int messages) {
    released.inc(messages);
  }

  @Override
  public void deleted(int messages) {
    deleted.inc(messages);
  }

  @Override
  public void extended(int messages) {
    extended.inc(messages);
  }

  @Override
  public void gaveUp(String action, EntryFailure failure) {
    failed.labelValues(action.replace(' ', '_')).inc();
  }
}

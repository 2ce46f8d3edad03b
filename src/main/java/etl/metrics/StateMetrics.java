package etl.metrics;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.util.function.ToLongFunction;

/**
 * Exports the consumer's own counts and state: deliveries by what became of them, those in hand,
 * and outages of the queue and the database.
 */
final class StateMetrics implements ConsumeListener {
  private final Gauge inHand;
  private final Gauge inHandBytes;
  private final Gauge paused;
  private final Counter failedTries;

  private volatile ConsumeCounts counts = ConsumeCounts.NONE;

  StateMetrics(Metrics metrics) {
    count(metrics, "etl_messages_received", "Deliveries received.", ConsumeCounts::received);
    count(
        metrics, "etl_messages_written", "New rows of the event's table.", ConsumeCounts::written);
    count(
        metrics,
        "etl_messages_duplicate",
        "Deliveries of messages that were already stored.",
        ConsumeCounts::duplicates);
    count(metrics, "etl_messages_left", "Bad messages left on the queue.", ConsumeCounts::left);
    count(
        metrics,
        "etl_messages_deleted",
        "Deliveries deleted from the queue.",
        ConsumeCounts::deleted);
    this.inHand =
        metrics.gauge(
            "etl_in_hand_messages",
            "Deliveries in hand: received and not yet deleted, given back or left.");
    this.inHandBytes =
        metrics.gauge(
            "etl_in_hand_bytes", "Bytes taken by deliveries in hand and by receives in flight.");
    this.paused =
        metrics.gauge(
            "etl_paused",
            "1 during an outage of the queue or the database.",
            "side",
            Dependency.values());
    this.failedTries =
        metrics.counter(
            "etl_outage_tries",
            "Failed calls during outages of the queue or the database.",
            "side",
            Dependency.values());
  }

  private void count(
      Metrics metrics, String name, String help, ToLongFunction<ConsumeCounts> count) {
    metrics.counter(name, help, () -> count.applyAsLong(counts));
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Stepped step) {
      counts = step.counts();
      inHand.set(step.inHand());
      inHandBytes.set(step.bytes());
    } else if (event instanceof ConsumeEvent.Outage outage) {
      failedTries.labelValues(outage.dependency().label()).inc();
      paused.labelValues(outage.dependency().label()).set(1);
    } else if (event instanceof ConsumeEvent.Recovered recovered) {
      paused.labelValues(recovered.dependency().label()).set(0);
    }
  }
}

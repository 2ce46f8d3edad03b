package etl.metrics;

import etl.consume.report.ConsumeListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.Duration;

/** Exports the consumer's state: deliveries in hand, and outages of the queue and the database. */
final class StateMetrics implements ConsumeListener {
  private final Gauge inHand;
  private final Gauge inHandBytes;
  private final Gauge paused;
  private final Counter failedTries;

  StateMetrics(Metrics metrics) {
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

  @Override
  public void outage(Dependency dependency, RuntimeException why, Duration pause) {
    failedTries.labelValues(Metrics.label(dependency)).inc();
    paused.labelValues(Metrics.label(dependency)).set(1);
  }

  @Override
  public void recovered(Dependency dependency, Duration lasted) {
    paused.labelValues(Metrics.label(dependency)).set(0);
  }

  @Override
  public void stepped(int messages, long bytes) {
    inHand.set(messages);
    inHandBytes.set(bytes);
  }
}

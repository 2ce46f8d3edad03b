package etl.metrics;

import etl.consume.report.ConsumeListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.Duration;

/** Shows where the consumer stands: what is in hand, and which side is away. */
final class StateMetrics implements ConsumeListener {
  private final Gauge inHand;
  private final Gauge inHandBytes;
  private final Gauge paused;
  private final Counter failedTries;

  StateMetrics(Metrics metrics) {
    this.inHand = metrics.gauge("etl_in_hand_messages", "Deliveries in hand.");
    this.inHandBytes =
        metrics.gauge(
            "etl_in_hand_bytes", "Room taken by deliveries in hand and by receives under way.");
    this.paused = metrics.gauge("etl_paused", "1 while the side is away.", "side", Side.values());
    this.failedTries =
        metrics.counter(
            "etl_outage_tries", "Tries of a side that found it away.", "side", Side.values());
  }

  @Override
  public void outage(Side side, RuntimeException why, Duration pause) {
    failedTries.labelValues(Metrics.label(side)).inc();
    paused.labelValues(Metrics.label(side)).set(1);
  }

  @Override
  public void recovered(Side side, Duration away) {
    paused.labelValues(Metrics.label(side)).set(0);
  }

  @Override
  public void stepped(int messages, long bytes) {
    inHand.set(messages);
    inHandBytes.set(bytes);
  }
}

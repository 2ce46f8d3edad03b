package etl.metrics;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.masking.MaskForm;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.Clock;
import java.util.List;

/**
 * Counts and measures what a run tells.
 *
 * <p>If a batch has rejects of several reasons and only some of them are new, their total is exact,
 * but not which of the reasons are counted.
 */
final class RunMetrics implements ConsumeListener {
  private static final double MILLIS = 1000;

  private final Metrics metrics = new Metrics();
  private final Clock clock;

  private final DistributionDataPoint receiveTime =
      metrics.seconds(
          "etl_receive_duration",
          "How long a receive took; a long poll waits up to 20 s.",
          new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 5, 10, 20, 30});
  private final Gauge rejectsInARow =
      metrics.gauge(
          "etl_rejects_in_a_row", "Messages rejected since the last one that can become a row.");
  private final CounterDataPoint released =
      metrics.counter("etl_messages_released", "Deliveries given back to the queue.");
  private final CounterDataPoint extended =
      metrics.counter("etl_messages_extended", "Extensions of a delivery's visibility timeout.");
  private final Counter failed =
      metrics.counter(
          "etl_entries_failed",
          "Entries of batch calls to the queue that failed for good: the message is delivered"
              + " again.",
          "action",
          Metrics.labels(ConsumeEvent.Action.values()));
  private final Counter discarded;

  private final Counter rejected =
      metrics.counter(
          "etl_messages_rejected",
          "New rejected messages.",
          "reason",
          Metrics.labels(RejectedMessage.Kind.values()));
  private final CounterDataPoint unkeyed =
      metrics.counter("etl_messages_unkeyed", "Deliveries stored with masks made without a key.");
  private final CounterDataPoint splits =
      metrics.counter(
          "etl_batches_split",
          "Batches that the database refused for their data and that were split.");
  private final DistributionDataPoint batchSize =
      metrics.histogram(
          "etl_batch_messages",
          "Messages of a transaction.",
          new double[] {1, 10, 50, 100, 250, 500, 750, 1000, 2000, 5000});
  private final DistributionDataPoint writeTime =
      metrics.seconds(
          "etl_write_duration",
          "From the sending of a batch to its commit.",
          new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30});
  private final DistributionDataPoint lag =
      metrics.seconds(
          "etl_commit_lag",
          "From a message's SentTimestamp to its commit.",
          new double[] {.1, .5, 1, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400, 345_600});

  private final Gauge inHand =
      metrics.gauge(
          "etl_in_hand_messages",
          "Deliveries in hand: received and not yet deleted, given back or left.");
  private final Gauge inHandBytes =
      metrics.gauge(
          "etl_in_hand_bytes", "Bytes taken by deliveries in hand and by receives in flight.");
  private final Gauge paused =
      metrics.gauge(
          "etl_paused",
          "1 during an outage of the queue or the database.",
          "side",
          Metrics.labels(Dependency.values()));
  private final Counter failedTries =
      metrics.counter(
          "etl_outage_tries",
          "Failed calls during outages of the queue or the database.",
          "side",
          Metrics.labels(Dependency.values()));

  private volatile ConsumeCounts counts = ConsumeCounts.NONE;
  private volatile long lastCommit;

  RunMetrics(List<String> discards, Clock clock) {
    this.clock = clock;
    this.discarded =
        discards.isEmpty()
            ? null
            : metrics.counter(
                "etl_messages_discarded", "Deliveries that the spec discards.", "event", discards);
    metrics.counter("etl_messages_received", "Deliveries received.", () -> counts.received());
    metrics.counter(
        "etl_messages_written", "New rows of the event's table.", () -> counts.written());
    metrics.counter(
        "etl_messages_duplicate",
        "Deliveries of messages that were already stored.",
        () -> counts.duplicates());
    metrics.counter("etl_messages_left", "Bad messages left on the queue.", () -> counts.left());
    metrics.counter(
        "etl_messages_deleted", "Deliveries deleted from the queue.", () -> counts.deleted());
    metrics.gauge(
        "etl_last_commit_timestamp_seconds",
        "When a batch was last committed; absent before the first.",
        gauge -> {
          if (lastCommit > 0) {
            gauge.call(lastCommit / MILLIS);
          }
        });
  }

  /** For what else there is to be measured. */
  Metrics metrics() {
    return metrics;
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Stepped step) {
      counts = step.counts();
      inHand.set(step.inHand());
      inHandBytes.set(step.bytes());
    } else if (event instanceof ConsumeEvent.Received receive) {
      receiveTime.observe(Metrics.seconds(receive.took()));
    } else if (event instanceof ConsumeEvent.Committed commit) {
      committed(commit);
    } else if (event instanceof ConsumeEvent.Splitting) {
      splits.inc();
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
    } else if (event instanceof ConsumeEvent.Outage outage) {
      failedTries.labelValues(Metrics.label(outage.dependency())).inc();
      paused.labelValues(Metrics.label(outage.dependency())).set(1);
    } else if (event instanceof ConsumeEvent.Recovered recovered) {
      paused.labelValues(Metrics.label(recovered.dependency())).set(0);
    }
  }

  private void committed(ConsumeEvent.Committed commit) {
    batchSize.observe(commit.batch().size());
    writeTime.observe(Metrics.seconds(commit.took()));
    lastCommit = clock.millis();
    int rejects = commit.result().rejects();
    int plain = 0;
    for (ParsedMessage message : commit.batch()) {
      // The two machines' clocks may differ.
      lag.observe(Math.max(0, lastCommit - message.sentAt().toEpochMilli()) / MILLIS);
      if (rejects > 0 && message instanceof RejectedMessage reject) {
        rejects--;
        rejected.labelValues(Metrics.label(reject.kind())).inc();
      } else if (message instanceof MaskedEvent masked && isPlain(masked)) {
        plain++;
      }
    }
    unkeyed.inc(plain);
  }

  private static boolean isPlain(MaskedEvent event) {
    return event.firstPseudonym().filter(first -> !MaskForm.isKeyed(first.masked())).isPresent();
  }
}

package etl.metrics;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.masking.MaskForm;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Clock;

/**
 * Measures commits, and counts what is committed by its kind.
 *
 * <p>If a batch has rejects of several reasons and only some of them are new, their total is exact,
 * but not which of the reasons are counted.
 */
final class CommitMetrics implements ConsumeListener {
  private static final double MILLIS = 1000;

  private final Clock clock;
  private final Counter rejected;
  private final CounterDataPoint unkeyed;
  private final CounterDataPoint splits;
  private final DistributionDataPoint batchSize;
  private final DistributionDataPoint writeTime;
  private final DistributionDataPoint lag;

  private volatile long lastCommit;

  CommitMetrics(Metrics metrics, Clock clock) {
    this.clock = clock;
    this.rejected =
        metrics.counter(
            "etl_messages_rejected",
            "New rejected messages.",
            "reason",
            RejectedMessage.Kind.values());
    this.unkeyed =
        metrics.counter("etl_messages_unkeyed", "Deliveries stored with masks made without a key.");
    this.splits =
        metrics.counter(
            "etl_batches_split",
            "Batches that the database refused for their data and that were split.");
    this.batchSize =
        metrics.histogram(
            "etl_batch_messages",
            "Messages of a transaction.",
            new double[] {1, 10, 50, 100, 250, 500, 750, 1000, 2000, 5000});
    this.writeTime =
        metrics.seconds(
            "etl_write_duration",
            "From the sending of a batch to its commit.",
            new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30});
    this.lag =
        metrics.seconds(
            "etl_commit_lag",
            "From a message's SentTimestamp to its commit.",
            new double[] {.1, .5, 1, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400, 345_600});
    metrics.gauge(
        "etl_last_commit_timestamp_seconds",
        "When a batch was last committed; absent before the first.",
        gauge -> {
          if (lastCommit > 0) {
            gauge.call(lastCommit / MILLIS);
          }
        });
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Committed commit) {
      committed(commit);
    } else if (event instanceof ConsumeEvent.Splitting) {
      splits.inc();
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

package etl.consume;

import etl.consume.report.ConsumeCounts;
import etl.consume.report.ConsumeSummary;
import etl.event.WriteResult;
import java.time.Duration;
import java.time.Instant;

/** Counts deliveries, each exactly once on each side of the summary's equation. */
final class DeliveryCounters {
  private final Instant start;
  private final boolean discards;
  private Instant firstDelivery;
  private Instant lastCommit;
  private long received;
  private long written;
  private long duplicates;
  private long rejected;
  private long left;
  private long released;
  private long discarded;
  private long deleted;

  DeliveryCounters(Instant start, boolean discards) {
    this.start = start;
    this.discards = discards;
  }

  void received(int deliveries, Instant now) {
    if (firstDelivery == null && deliveries > 0) {
      firstDelivery = now;
    }
    received += deliveries;
  }

  long received() {
    return received;
  }

  void committed(int deliveries, WriteResult result, Instant now) {
    written += result.rows();
    rejected += result.rejects();
    duplicates += deliveries - result.rows() - result.rejects();
    lastCommit = now;
  }

  void discarded() {
    discarded++;
  }

  void left() {
    left++;
  }

  void released() {
    released++;
  }

  void deleted(int deliveries) {
    deleted += deliveries;
  }

  ConsumeCounts counts() {
    return new ConsumeCounts(
        received, written, duplicates, rejected, left, released, discarded, deleted);
  }

  ConsumeSummary summary(Ending ending, Instant now) {
    Duration active =
        lastCommit == null ? Duration.ZERO : Duration.between(firstDelivery, lastCommit);
    Duration elapsed = Duration.between(start, now);
    return new ConsumeSummary(
        counts(), discards, elapsed, active, ending.reason(), ending.failure());
  }
}

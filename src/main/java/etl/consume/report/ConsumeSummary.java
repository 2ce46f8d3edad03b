package etl.consume.report;

import java.time.Duration;
import java.util.Objects;

/**
 * What a run of the consumer did.
 *
 * @param counts its deliveries, of which none is left open
 * @param discards whether the spec discards messages
 * @param elapsed from start to end
 * @param active from the first delivery to the last commit, zero if there was none
 * @param stoppedBy why the run ended
 * @param error why it ended early: a {@link etl.event.QueueException}, a {@link
 *     etl.event.StoreException}, or a bug; null if it ended as requested
 */
public record ConsumeSummary(
    ConsumeCounts counts,
    boolean discards,
    Duration elapsed,
    Duration active,
    StopReason stoppedBy,
    RuntimeException error) {
  public ConsumeSummary {
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(active, "active");
    Objects.requireNonNull(stoppedBy, "stoppedBy");
    if (counts.open() != 0) {
      throw new IllegalArgumentException("the deliveries do not add up");
    }
  }
}

package etl.consume.report;

import java.time.Duration;
import java.util.Objects;

/**
 * What a run of the consumer did. Deliveries are counted, and {@code received = written +
 * duplicates + rejected + left + released + discarded}.
 *
 * @param received deliveries received
 * @param written new rows
 * @param duplicates deliveries of messages that were already stored
 * @param rejected new rejected messages
 * @param left bad messages that were left on the queue
 * @param released deliveries given back to the queue
 * @param discarded deliveries that the spec discards; null where it discards none
 * @param deleted deliveries deleted from the queue
 * @param elapsed from start to end
 * @param active from the first delivery to the last commit, zero if there was none
 * @param stoppedBy why the run ended
 */
public record ConsumeSummary(
    long received,
    long written,
    long duplicates,
    long rejected,
    long left,
    long released,
    Long discarded,
    long deleted,
    Duration elapsed,
    Duration active,
    StopReason stoppedBy) {
  public ConsumeSummary {
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(active, "active");
    Objects.requireNonNull(stoppedBy, "stoppedBy");
    long dropped = discarded == null ? 0 : discarded;
    if (received != written + duplicates + rejected + left + released + dropped) {
      throw new IllegalArgumentException("the deliveries do not add up");
    }
  }
}

package etl.consume.report;

import java.util.Optional;

/**
 * How a run ended.
 *
 * @param summary what it did
 * @param error why it ended early: a {@link etl.event.QueueException}, a {@link
 *     etl.event.StoreException}, or a bug; null if it ended as requested
 */
public record ConsumeOutcome(ConsumeSummary summary, RuntimeException error) {
  /** Why the run ended early, if it did. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(error);
  }
}

package etl.consume;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How a consumer runs.
 *
 * @param follow run until stopped; otherwise end when the queue has stayed empty for {@code idle}
 * @param maxMessages end after this many deliveries, {@link Long#MAX_VALUE} for no end
 * @param maxDuration end after this long, {@link #FOREVER} for no end
 * @param idle how long the queue must be empty before a drain ends
 * @param onReject what happens to messages that cannot become a row
 * @param rejectLimit end after this many rejected messages in a row, {@link Long#MAX_VALUE} for no
 *     end
 * @param deleteAfter how long after its commit a message is deleted at the earliest, and only if
 *     the database has not failed over meanwhile; zero for at once
 * @param dryRun give every message back at the end instead of deleting it
 * @param outageLimit how long a drain waits while the queue or the database is unavailable
 * @param shutdownTimeout how long shutting down may take after a stop was requested
 * @param receivers the most concurrent receives
 * @param writers the most concurrent transactions
 * @param batchSize the most messages per transaction
 * @param linger how long a message waits for others to share its transaction
 * @param memory how many bytes of message bodies may be held at once
 */
public record ConsumeSettings(
    boolean follow,
    long maxMessages,
    Duration maxDuration,
    Duration idle,
    OnReject onReject,
    long rejectLimit,
    Duration deleteAfter,
    boolean dryRun,
    Duration outageLimit,
    Duration shutdownTimeout,
    int receivers,
    int writers,
    int batchSize,
    Duration linger,
    long memory) {
  /** What happens to messages that cannot become a row. */
  public enum OnReject {
    /** They are stored among the rejected messages and deleted. */
    QUARANTINE,
    /** They stay on the queue, for its redrive policy. */
    LEAVE;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No limit. */
  public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  public ConsumeSettings {
    Objects.requireNonNull(onReject, "onReject");
    requirePositive(maxMessages, "maxMessages");
    requirePositive(rejectLimit, "rejectLimit");
    requirePositive(receivers, "receivers");
    requirePositive(writers, "writers");
    requirePositive(batchSize, "batchSize");
    requirePositive(memory, "memory");
    for (Duration d :
        new Duration[] {maxDuration, idle, deleteAfter, outageLimit, shutdownTimeout, linger}) {
      if (d.isNegative()) {
        throw new IllegalArgumentException("a duration is negative");
      }
    }
  }

  /** Whether messages are deleted some time after their commit. */
  boolean delaysDeletes() {
    return !deleteAfter.isZero() && !dryRun;
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1");
    }
  }
}

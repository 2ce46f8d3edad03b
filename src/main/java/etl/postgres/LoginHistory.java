package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a login has worked in this process. One that has, and is refused now, is an outage for
 * some time: a password is being rotated, or a token has expired.
 */
final class LoginHistory {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;

  private boolean hasWorked;
  private boolean refused;
  private long refusedSince;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  LoginHistory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void worked() {
    hasWorked = true;
    refused = false;
  }

  /** Whether one that has worked was refused the last time. */
  synchronized boolean isRefused() {
    return refused;
  }

  /** Whether it may help to read anew what a login is made of. */
  synchronized boolean hasWorked() {
    return hasWorked;
  }

  /** What a refusal counts as now. */
  synchronized StoreException refused(StoreException why) {
    if (!hasWorked) {
      return why;
    }
    long now = nanoTime.getAsLong();
    refusedSince = refused ? refusedSince : now;
    refused = true;
    if (now - refusedSince >= PATIENCE.toNanos()) {
      return why.retold(
          why.fault(), why.getMessage() + "; for five minutes now, after it had worked");
    }
    return why.retold(
        Fault.UNAVAILABLE, why.getMessage() + "; it has worked before: has its password changed?");
  }
}

package etl.postgres.partition;

import etl.event.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Retries what waits for a lock on a table in use. All that comes to the table queues up behind who
 * waits for such a lock, so a wait is short, and between two the others have their turn.
 */
final class LockPatience {
  /** For each wait for a lock; the transaction's first statement. */
  static final String SHORT_WAITS = "set local lock_timeout = '2s'";

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int MOST_TRIES = 40;

  static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  private LockPatience() {}

  /**
   * Does the work, again if it could not have its locks, for three minutes or so.
   *
   * @param work one transaction
   * @param waiting called before the second try
   * @throws StoreException as the last try did
   */
  static <T> T retry(Supplier<T> work, Runnable waiting) {
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (StoreException e) {
        boolean locked = e.sqlState().equals(LOCK_NOT_AVAILABLE) || e.sqlState().equals(DEADLOCK);
        if (!locked || tries == MOST_TRIES) {
          throw e;
        }
        if (tries == 1) {
          waiting.run();
        }
        pause();
      }
    }
  }

  /** Lets the others have their turn. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}

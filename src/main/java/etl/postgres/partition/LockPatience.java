package etl.postgres.partition;

import etl.event.StoreException;
import etl.postgres.Database;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.HandleCallback;

/**
 * Works on tables in use, and tries again where a lock is not to be had. All that comes to the
 * table queues up behind who waits for such a lock, so a wait is short, and between two the others
 * have their turn.
 */
final class LockPatience {
  static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  /** For each wait for a lock; the transaction's first statement. */
  private static final String SHORT_WAITS = "set local lock_timeout = '2s'";

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int MOST_TRIES = 40;

  private final Database database;
  private final Consumer<String> notices;
  private long locked;
  private long longestWait;

  LockPatience(Database database, Consumer<String> notices) {
    this.database = database;
    this.notices = notices;
  }

  /** Works in one transaction, again for some three minutes while it cannot have its locks. */
  <T> T retry(String action, String table, HandleCallback<T, RuntimeException> work) {
    for (int tries = 1; ; tries++) {
      try {
        return measured(action, work);
      } catch (StoreException e) {
        boolean inUse = e.sqlState().equals(LOCK_NOT_AVAILABLE) || e.sqlState().equals(DEADLOCK);
        if (!inUse || tries == MOST_TRIES) {
          throw e;
        }
        if (tries == 1) {
          notices.accept(table + " is in use: waiting for a lock on it");
        }
        pause();
      }
    }
  }

  private <T> T measured(String action, HandleCallback<T, RuntimeException> work) {
    locked = 0;
    try {
      return database.longTransaction(
          action,
          transaction -> {
            transaction.execute(SHORT_WAITS);
            return work.withHandle(transaction);
          });
    } finally {
      if (locked != 0) {
        longestWait = Math.max(longestWait, System.nanoTime() - locked);
      }
    }
  }

  /** From now on, others wait for the work. */
  void begin() {
    locked = System.nanoTime();
  }

  Duration longestWait() {
    return Duration.ofNanos(longestWait);
  }

  /** Lets the others have their turn. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}

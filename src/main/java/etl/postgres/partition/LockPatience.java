package etl.postgres.partition;

import etl.event.StoreException;
import etl.postgres.Database;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Works on tables in use, and tries again where a lock is not to be had. All that comes to the
 * table queues up behind who waits for such a lock, so a wait is short, and between two the others
 * have their turn.
 */
final class LockPatience {
  /**
   * Work in one transaction.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  interface Work<T> {
    /**
     * @param locked to be set to the moment, as {@link System#nanoTime} has it, from which others
     *     wait
     */
    T in(Handle transaction, AtomicLong locked);
  }

  static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  /** For each wait for a lock; the transaction's first statement. */
  private static final String SHORT_WAITS = "set local lock_timeout = '2s'";

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int MOST_TRIES = 40;

  private final Database database;
  private final Consumer<String> notices;
  private long longestWait;

  LockPatience(Database database, Consumer<String> notices) {
    this.database = database;
    this.notices = notices;
  }

  /**
   * Does the work, again if it could not have its locks, for three minutes or so.
   *
   * @throws StoreException as the last try did
   */
  <T> T retry(String action, String table, Work<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return measured(action, work);
      } catch (StoreException e) {
        boolean locked = e.sqlState().equals(LOCK_NOT_AVAILABLE) || e.sqlState().equals(DEADLOCK);
        if (!locked || tries == MOST_TRIES) {
          throw e;
        }
        if (tries == 1) {
          notices.accept(table + " is in use: waiting for a lock on it");
        }
        pause();
      }
    }
  }

  private <T> T measured(String action, Work<T> work) {
    AtomicLong locked = new AtomicLong();
    try {
      return database.longTransaction(
          action,
          transaction -> {
            transaction.execute(SHORT_WAITS);
            return work.in(transaction, locked);
          });
    } finally {
      if (locked.get() != 0) {
        longestWait = Math.max(longestWait, System.nanoTime() - locked.get());
      }
    }
  }

  /** The longest time that others may have waited for a table, tries without success included. */
  Duration longestWait() {
    return Duration.ofNanos(longestWait);
  }

  /** Lets the others have their turn. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}

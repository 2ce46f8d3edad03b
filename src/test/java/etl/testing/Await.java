package etl.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what others do. */
public final class Await {
  /** Longer than anything takes on a busy machine that works. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what is waited for, and how far it is, for the message if it never comes
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    until(PATIENCE, what, condition);
  }

  /** The same for what is known to take longer. */
  public static void until(Duration patience, Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain: " + what.get());
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }
}

package etl.environment;

import java.time.Duration;

/** Closes resources that may hang when their server is unavailable, within a time limit. */
public final class Closing {
  private Closing() {}

  /**
   * Closes these in order, as far as time allows; the rest ends with the process. Throws nothing:
   * all the work is done by then.
   */
  public static void within(Duration limit, AutoCloseable... resources) {
    Thread closer = Daemons.named("etl-close").newThread(() -> close(resources));
    closer.start();
    try {
      closer.join(Math.max(1, limit.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable... resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        // All work is committed: a failure to disconnect does not matter.
        continue;
      }
    }
  }
}

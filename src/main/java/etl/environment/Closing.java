package etl.environment;

import java.time.Duration;

/** Closes what may hang when its other side is away, and waits no longer than it is worth. */
public final class Closing {
  private Closing() {}

  /**
   * Closes these in order, as far as the time allows. The rest ends with the process. Nothing is
   * thrown: all that was to be done is done by now.
   */
  public static void within(Duration limit, AutoCloseable... resources) {
    Thread closer = new Thread(() -> close(resources), "etl-close");
    closer.setDaemon(true);
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
        // A failure to say goodbye changes nothing.
        continue;
      }
    }
  }
}

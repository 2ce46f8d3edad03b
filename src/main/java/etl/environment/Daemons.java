package etl.environment;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process from ending. */
public final class Daemons {
  private Daemons() {}

  /** Makes them, not yet started. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}

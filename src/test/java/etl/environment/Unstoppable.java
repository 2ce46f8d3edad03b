package etl.environment;

import java.util.concurrent.CountDownLatch;

/** A program that is asked to stop and does not, for what a second signal does to it. */
final class Unstoppable {
  private Unstoppable() {}

  public static void main(String[] args) {
    Signals.stopping(
        () -> System.err.println("asked to stop"),
        () -> {
          System.err.println("working");
          return forever();
        });
  }

  private static Void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }
}

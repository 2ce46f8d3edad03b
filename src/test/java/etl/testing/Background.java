package etl.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work beside a test, on threads of its own. The JDK's common pool would not do: it can have a
 * single thread, on which one task that waits for another waits for ever.
 */
public final class Background {
  /** Longer than anything takes on a busy machine that works. */
  private static final long PATIENCE_MINUTES = 2;

  private static final int THREADS = 4;

  private Background() {}

  /** Starts it. The future fails after two minutes, so that nobody waits for ever. */
  public static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Background::onItsOwnThread)
        .orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  /** The same for work without a result. */
  public static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, Background::onItsOwnThread)
        .orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  /** Applies a function to the values, several at a time; the results are in the same order. */
  public static <T, R> List<R> all(List<T> values, Function<T, R> function) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<R>> results =
          values.stream()
              .map(value -> CompletableFuture.supplyAsync(() -> function.apply(value), threads))
              .toList();
      return results.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void onItsOwnThread(Runnable work) {
    Thread thread = new Thread(work, "background");
    thread.setDaemon(true);
    thread.start();
  }
}

package etl.consume;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs blocking calls to the queue and the store on other threads and delivers their results on the
 * pipeline's thread. The pipeline bounds how many are in flight.
 */
@FunctionalInterface
interface AsyncCalls {
  /**
   * Starts a call and returns at once. Exactly one of the two callbacks runs, on the pipeline's
   * thread, and never before this method returns.
   */
  <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed);
}

package etl.consume;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs calls to the two edges beside the pipeline's thread and brings their answers back to it. The
 * pipeline bounds how many are under way.
 */
@FunctionalInterface
interface AsyncCalls {
  /**
   * Starts a call and returns at once. Exactly one of the two answers is given, on the pipeline's
   * thread, and never before this returns.
   */
  <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed);
}

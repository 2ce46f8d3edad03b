package etl.consume;

import etl.consume.report.ConsumeListener;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.spec.EventParser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Moves messages from a queue into a store until it is done or stopped. The pipeline runs on the
 * thread that calls {@link #run}; calls to the queue and the store run on daemon threads.
 */
public final class EventConsumer {
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final ExecutorService workers = Executors.newCachedThreadPool(EventConsumer::worker);
  private final Run run;

  public EventConsumer(
      EventQueue queue,
      EventStore store,
      EventParser parser,
      ConsumeSettings settings,
      ConsumeListener listener) {
    this.run =
        new Run(
            queue,
            store,
            parser,
            settings,
            listener,
            monotonic(),
            this::start,
            RandomGenerator.getDefault());
  }

  /** The wall clock's time at the start plus the time elapsed since: it never jumps. */
  private static InstantSource monotonic() {
    Instant start = Instant.now();
    long startNanos = System.nanoTime();
    return () -> start.plusNanos(System.nanoTime() - startNanos);
  }

  /**
   * Runs to the end; a failure is returned, not thrown. Call it once. Interrupting the thread works
   * like {@link #stop}.
   */
  public ConsumeSummary run() {
    Pipeline pipeline = new Pipeline(run);
    pipeline.step();
    while (!pipeline.ended()) {
      answer(pipeline.wakeUp());
      pipeline.step();
    }
    workers.shutdownNow();
    return run.counters.summary(run.ending, run.now());
  }

  /** Asks the run to end, as on SIGTERM. Can be called from any thread, and repeatedly. */
  public void stop() {
    mailbox.add(() -> run.ending.stop(StopReason.SIGNAL));
  }

  /** Waits for a completed call, and runs the callbacks of all that have completed. */
  private void answer(Instant until) {
    try {
      Duration sleep =
          until.isBefore(run.now().plus(LONGEST_SLEEP))
              ? Duration.between(run.now(), until)
              : LONGEST_SLEEP;
      Runnable answer = mailbox.poll(sleep.toNanos(), TimeUnit.NANOSECONDS);
      while (answer != null) {
        answer.run();
        answer = mailbox.poll();
      }
    } catch (InterruptedException e) {
      run.ending.stop(StopReason.SIGNAL);
    }
  }

  private <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
    workers.execute(
        () -> {
          Runnable answer;
          try {
            T result = call.get();
            answer = () -> done.accept(result);
          } catch (RuntimeException e) {
            answer = () -> failed.accept(e);
          } catch (Error e) {
            answer = () -> failed.accept(new IllegalStateException("a worker thread died", e));
          }
          mailbox.add(answer);
        });
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "etl-call");
    thread.setDaemon(true);
    return thread;
  }
}

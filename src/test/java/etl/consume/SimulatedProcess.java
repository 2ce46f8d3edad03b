package etl.consume;

import etl.consume.report.ConsumeListener;
import etl.consume.report.ConsumeSummary;
import etl.consume.report.StopReason;
import etl.masking.Protection;
import etl.spec.EventParser;
import etl.spec.file.SpecFile;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One consumer on a virtual clock: its calls take as long as the chaos says. */
final class SimulatedProcess implements Run.AsyncCalls {
  /** A call goes on: to be called again a little later. */
  static final class NotYet extends Error {
    private static final long serialVersionUID = 1L;

    private final transient Duration pause;
    private final boolean here;

    private NotYet(Duration pause, boolean here) {
      super(null, null, false, false);
      this.pause = pause;
      this.here = here;
    }

    /** The other side takes its time. */
    static NotYet there() {
      return new NotYet(Duration.ofMillis(500), false);
    }

    /** The answer is on its way to the process, or waits there. */
    static NotYet here(Duration pause) {
      return new NotYet(pause, true);
    }
  }

  private static final EventParser PARSER = new EventParser(SpecFile.builtIn(), Protection.plain());

  private final Schedule schedule;
  private final VirtualClock clock;
  private final SimulatedQueue queue;
  private final SimulatedStore store;
  private final Chaos chaos;
  private final Run run;
  private final Pipeline pipeline;
  private boolean dead;
  private Instant signalled = Instant.MAX;

  /** One that consumes logins. */
  SimulatedProcess(
      Schedule schedule,
      VirtualClock clock,
      SimulatedQueue queue,
      SimulatedStore store,
      ConsumeSettings settings,
      ConsumeListener listener,
      Chaos chaos) {
    this(schedule, clock, queue, store, PARSER, settings, listener, chaos);
  }

  SimulatedProcess(
      Schedule schedule,
      VirtualClock clock,
      SimulatedQueue queue,
      SimulatedStore store,
      EventParser parser,
      ConsumeSettings settings,
      ConsumeListener listener,
      Chaos chaos) {
    this.schedule = schedule;
    this.clock = clock;
    this.queue = queue;
    this.store = store;
    this.chaos = chaos;
    this.run = new Run(queue, store, parser, settings, listener, clock, this, chaos.random());
    this.pipeline = new Pipeline(run);
  }

  Run run() {
    return run;
  }

  boolean alive() {
    return !dead && !pipeline.ended();
  }

  Instant wakeUp() {
    return pipeline.wakeUp();
  }

  void die() {
    dead = true;
  }

  void signal() {
    if (alive()) {
      signalled = clock.instant();
      run.ending.stop(StopReason.SIGNAL);
      step();
    }
  }

  void step() {
    if (!alive()) {
      return;
    }
    pipeline.step();
    Instant latest =
        signalled == Instant.MAX ? Instant.MAX : signalled.plus(run.settings.shutdownTimeout());
    if (pipeline.ended() && summary().counts().received() < summary().counts().deleted()) {
      throw new AssertionError("more deleted than received");
    }
    if (clock.instant().isAfter(latest)) {
      throw new AssertionError("the stop takes too long");
    }
  }

  /**
   * Lets time pass until it ends or the condition holds, where no other process lives.
   *
   * @param check made at every moment
   */
  void runUntil(BooleanSupplier condition, Runnable check) {
    while (alive() && !condition.getAsBoolean()) {
      if (wakeUp().isBefore(schedule.next())) {
        clock.advanceTo(wakeUp());
        step();
      } else {
        schedule.happen();
      }
      check.run();
    }
  }

  /** What was done up to now; checks that it adds up. */
  ConsumeSummary summary() {
    return run.counters.summary(run.ending, clock.instant());
  }

  @Override
  public <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
    schedule.in(chaos.delay(), () -> send(call, done, failed, Duration.ZERO));
  }

  private <T> void send(
      Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed, Duration waited) {
    // A call that was sent before its process died may still have its effect.
    if (dead && chaos.dropsCallOfTheDead()) {
      return;
    }
    queue.called(this, waited);
    store.called(waited);
    Runnable answer;
    try {
      answer = answer(call, done, failed);
    } catch (NotYet e) {
      if (alive() || !e.here) {
        schedule.in(e.pause, () -> send(call, done, failed, waited.plus(e.pause)));
      }
      return;
    }
    Runnable letGo = store.locksOfLastWrite();
    schedule.in(
        chaos.delay(),
        () -> {
          letGo.run();
          if (alive()) {
            answer.run();
            step();
          }
        });
  }

  private static <T> Runnable answer(
      Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
    try {
      T result = call.get();
      return () -> done.accept(result);
    } catch (RuntimeException e) {
      return () -> failed.accept(e);
    }
  }
}

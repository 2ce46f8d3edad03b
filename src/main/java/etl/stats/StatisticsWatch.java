package etl.stats;

import etl.environment.ProcessContext;
import etl.environment.Signals;
import etl.output.Output;
import etl.spec.EventSpec;
import etl.terminal.FullScreen;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Repeats the statistics until a signal comes: in place on a terminal, otherwise one line each. */
public final class StatisticsWatch {
  private final ProcessContext process;
  private final StatisticsFormat format;
  private final int pause;
  private final RateMeter meter;
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * @param pause seconds between two counts
   */
  public StatisticsWatch(
      ProcessContext process, StatisticsFormat format, int pause, EventSpec spec) {
    this.process = process;
    this.format = format;
    this.pause = pause;
    this.meter = new RateMeter(spec);
  }

  public Statistics run(Supplier<Statistics> look) {
    boolean inPlace = format == StatisticsFormat.TEXT && process.redraws(process.outTerminal());
    return inPlace ? onScreen(look) : asLines(look);
  }

  private Statistics asLines(Supplier<Statistics> look) {
    return Signals.stopping(
        stop::countDown,
        () -> {
          Statistics last;
          do {
            last = look.get();
            print(line(last) + '\n');
          } while (!stopped());
          return last;
        });
  }

  private String line(Statistics statistics) {
    Instant now = process.clock().instant();
    return switch (format) {
      case TEXT -> RatesPrinter.line(now, statistics, meter.look(statistics, now));
      case JSON -> RatesPrinter.json(statistics, meter.look(statistics, now));
      case PROMETHEUS -> StatisticsPrinter.prometheus(statistics);
    };
  }

  /** The first signal restores the terminal at once; the last statistics are printed on it. */
  private Statistics onScreen(Supplier<Statistics> look) {
    Statistics seen;
    try (FullScreen screen = new FullScreen(this::print, process.outTerminal())) {
      Runnable end =
          () -> {
            stop.countDown();
            screen.leave();
          };
      seen =
          Signals.resizing(screen::resized, () -> Signals.stopping(end, () -> shown(look, screen)));
    }
    print(StatisticsPrinter.text(seen) + '\n');
    return seen;
  }

  private Statistics shown(Supplier<Statistics> look, FullScreen screen) {
    Statistics last;
    do {
      last = look.get();
      Instant now = process.clock().instant();
      screen.show(RatesPrinter.screen(now, pause, last, meter.look(last, now)));
    } while (!stopped());
    return last;
  }

  private void print(String text) {
    Output.print(text, process);
  }

  private boolean stopped() {
    try {
      return stop.await(pause, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

package etl.cli;

import etl.event.EventSpec;
import etl.terminal.FullScreen;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the statistics again and again until a signal comes: in place on a terminal, and as
 * lines one after another elsewhere.
 */
final class StatisticsWatch {
  private final Shell shell;
  private final StatisticsFormat format;
  private final int pause;
  private final RateMeter meter;
  private final Output out;
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * @param pause seconds between two looks
   */
  StatisticsWatch(Shell shell, StatisticsFormat format, int pause, EventSpec spec) {
    this.shell = shell;
    this.format = format;
    this.pause = pause;
    this.meter = new RateMeter(spec);
    this.out = new Output(shell.out());
  }

  /** Watches, and returns what was seen last. */
  Statistics run(Supplier<Statistics> look) {
    boolean inPlace = format == StatisticsFormat.TEXT && shell.redraws(shell.outTerminal());
    return inPlace ? onScreen(look) : asLines(look);
  }

  private Statistics asLines(Supplier<Statistics> look) {
    return Signals.stopping(
        stop::countDown,
        () -> {
          Statistics last;
          do {
            last = look.get();
            out.line(line(last));
            out.flush();
          } while (!stopped());
          return last;
        });
  }

  private String line(Statistics statistics) {
    Instant now = shell.clock().instant();
    return switch (format) {
      case TEXT -> RatesPrinter.line(now, statistics, meter.look(statistics, now));
      case JSON -> RatesPrinter.json(statistics, meter.look(statistics, now));
      case PROMETHEUS -> StatisticsPrinter.prometheus(statistics);
    };
  }

  /** The first signal gives the terminal back at once, and what was seen last stays on it. */
  private Statistics onScreen(Supplier<Statistics> look) {
    Statistics seen;
    try (FullScreen screen = new FullScreen(out, shell.outTerminal())) {
      Runnable end =
          () -> {
            stop.countDown();
            screen.leave();
          };
      seen =
          Signals.resizing(screen::resized, () -> Signals.stopping(end, () -> shown(look, screen)));
    }
    out.line(StatisticsPrinter.text(seen));
    out.flush();
    return seen;
  }

  private Statistics shown(Supplier<Statistics> look, FullScreen screen) {
    Statistics last;
    do {
      last = look.get();
      Instant now = shell.clock().instant();
      screen.show(RatesPrinter.screen(now, pause, last, meter.look(last, now)));
    } while (!stopped());
    return last;
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

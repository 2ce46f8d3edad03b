package etl.cli;

import etl.consume.ConsumeListener;
import etl.event.EventQueue;
import etl.terminal.StatusLine;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how far a run is: by a bar, by a log line a minute, or not at all. */
final class RunDisplay implements AutoCloseable {
  /** How it is shown. */
  enum Kind {
    BAR,
    LINES,
    NOTHING
  }

  private final Kind kind;
  private final Shell shell;
  private final StatusLine line;
  private final ScheduledThreadPoolExecutor minutes =
      new ScheduledThreadPoolExecutor(1, RunDisplay::daemon);

  private DrainBar bar;

  RunDisplay(Kind kind, Shell shell) {
    this.kind = kind;
    this.line = kind == Kind.BAR ? new StatusLine(shell.err(), shell.errTerminal()) : null;
    this.shell = kind == Kind.BAR ? shell.withErr(line.above()) : shell;
  }

  /** The shell to be used while the run is shown: its lines on standard error do not tear a bar. */
  Shell shell() {
    return shell;
  }

  /**
   * Who is to hear what the consumer does.
   *
   * @param queue tells how much there is to do; null if there is no end
   * @param most how many messages the run takes at most
   */
  List<ConsumeListener> listeners(EventQueue queue, long most, Log log) {
    RunProgress progress = new RunProgress(shell.clock());
    switch (kind) {
      case BAR -> {
        bar = new DrainBar(line, shell.unicode(), progress, queue, most, shell.clock());
        return List.of(progress, bar);
      }
      case LINES -> {
        ProgressLog lines = new ProgressLog(log, progress, shell.clock());
        long pause = ProgressLog.PAUSE.toSeconds();
        minutes.scheduleAtFixedRate(lines::minute, pause, pause, TimeUnit.SECONDS);
        return List.of(progress);
      }
      default -> {
        return List.of();
      }
    }
  }

  /** Does the work that is shown. */
  <T> T during(Supplier<T> work) {
    return kind == Kind.BAR ? Signals.resizing(line::resized, work) : work.get();
  }

  @Override
  public void close() {
    minutes.shutdownNow();
    if (bar != null) {
      bar.close();
    }
    if (line != null) {
      line.close();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "etl-minutes");
    thread.setDaemon(true);
    return thread;
  }
}

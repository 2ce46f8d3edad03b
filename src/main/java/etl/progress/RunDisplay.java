package etl.progress;

import etl.consume.report.ConsumeListener;
import etl.environment.Daemons;
import etl.environment.ProcessContext;
import etl.environment.Signals;
import etl.event.EventQueue;
import etl.log.Log;
import etl.terminal.StatusLine;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows the progress of a run: with a bar, with a log line a minute (a drain's first one after ten
 * seconds), or not at all.
 */
public final class RunDisplay implements AutoCloseable {
  public enum Kind {
    BAR,
    LINES,
    NOTHING
  }

  private final Kind kind;
  private final ProcessContext process;
  private final StatusLine line;
  private final ScheduledThreadPoolExecutor minutes =
      new ScheduledThreadPoolExecutor(1, Daemons.named("etl-minutes"));

  private DrainBar bar;

  public RunDisplay(Kind kind, ProcessContext process) {
    this.kind = kind;
    this.line = kind == Kind.BAR ? new StatusLine(process.err(), process.errTerminal()) : null;
    this.process = kind == Kind.BAR ? process.withErr(line.above()) : process;
  }

  /**
   * The process context to use during the run: lines on its standard error do not break the bar.
   */
  public ProcessContext process() {
    return process;
  }

  /**
   * The listeners to register with the consumer.
   *
   * @param queue asked how much there is to do; null if the run has no end
   * @param most the most messages that the run takes
   */
  public List<ConsumeListener> listeners(EventQueue queue, long most, Log log) {
    RunProgress progress = new RunProgress(process.clock());
    switch (kind) {
      case BAR -> {
        bar = new DrainBar(line, process.unicode(), progress, queue, most, process.clock());
        return List.of(progress, bar);
      }
      case LINES -> {
        ProgressLog lines = new ProgressLog(log, progress, process.clock());
        long pause = ProgressLog.PAUSE.toSeconds();
        if (queue != null) {
          minutes.schedule(lines::minute, ProgressLog.FIRST.toSeconds(), TimeUnit.SECONDS);
        }
        minutes.scheduleAtFixedRate(lines::minute, pause, pause, TimeUnit.SECONDS);
        return List.of(progress);
      }
      default -> {
        return List.of();
      }
    }
  }

  /** Runs the work whose progress is shown. */
  public <T> T during(Supplier<T> work) {
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
}

package etl.progress;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import etl.environment.Daemons;
import etl.event.EventQueue;
import etl.event.QueueException;
import etl.terminal.Bar;
import etl.terminal.StatusLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The progress bar of a run, from its start until it stops receiving: after a signal, the line is
 * clean at once.
 */
final class DrainBar implements ConsumeListener, AutoCloseable {
  private static final long FRAME_MILLIS = 250;
  private static final int WIDE = 72;
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final StatusLine line;
  private final boolean unicode;
  private final RunProgress progress;
  private final EventQueue queue;
  private final Backlog backlog;
  private final Clock clock;
  private final Pace pace = new Pace(RECENT);
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(2, Daemons.named("etl-progress"));

  private Bar bar;
  private Instant startedAt;

  /**
   * @param queue asked for its depth; null for a run without an end, which has no estimate
   * @param most the most messages that the run takes
   */
  DrainBar(
      StatusLine line,
      boolean unicode,
      RunProgress progress,
      EventQueue queue,
      long most,
      Clock clock) {
    this.line = line;
    this.unicode = unicode;
    this.progress = progress;
    this.queue = queue;
    this.backlog = new Backlog(most);
    this.clock = clock;
  }

  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Started) {
      start();
    } else if (event instanceof ConsumeEvent.Stopping) {
      close();
    }
  }

  private synchronized void start() {
    startedAt = clock.instant();
    bar = new Bar(line, queue == null ? "following" : "draining", unicode);
    threads.scheduleWithFixedDelay(this::draw, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    if (queue != null) {
      threads.scheduleWithFixedDelay(this::look, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    Instant now = clock.instant();
    if (backlog.isDue(progress.counts().received(), now)) {
      Long visible = null;
      try {
        visible = queue.depth().visible();
      } catch (QueueException e) {
        // The consumer notices it too, and reports it.
      }
      backlog.looked(progress.counts().received(), visible, now);
    }
  }

  private synchronized void draw() {
    if (bar != null) {
      Instant now = clock.instant();
      RunProgress.Snapshot snapshot = progress.snapshot();
      long done = snapshot.counts().done();
      pace.mark(now, done);
      OptionalLong total = backlog.total(snapshot.counts().received());
      bar.show(done, total, Duration.between(startedAt, now), note(snapshot, total, now));
    }
  }

  /** An outage, or the rate and the time left; on a narrow terminal only the time. */
  private String note(RunProgress.Snapshot snapshot, OptionalLong total, Instant now) {
    for (Map.Entry<Dependency, Instant> unavailable : snapshot.unavailable().entrySet()) {
      return unavailable.getKey().label()
          + " unavailable for "
          + Span.text(Duration.between(unavailable.getValue(), now));
    }
    double rate = pace.perSecond();
    StringJoiner note = new StringJoiner(", ");
    if (rate >= 0 && line.width() >= WIDE) {
      note.add(String.format(Locale.ROOT, "%,.0f/s", rate));
    }
    Duration left = Span.of(total.orElse(0) - snapshot.counts().done(), rate);
    if (left != null && total.isPresent()) {
      note.add(Span.text(left) + " left");
    }
    return note.toString();
  }

  @Override
  public synchronized void close() {
    threads.shutdownNow();
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

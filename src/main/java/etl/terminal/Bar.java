package etl.terminal;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar as a status line. */
public final class Bar implements AutoCloseable {
  /** A narrower bar is not readable. */
  private static final int LEAST_WIDTH = 20;

  private static final int NEVER = Math.toIntExact(TimeUnit.DAYS.toMillis(20));

  private final LineConsumer place;
  private final ProgressBar bar;

  /**
   * Shows an empty bar.
   *
   * @param line where to show it
   * @param task one word for the work
   * @param unicode whether the terminal can show more than ASCII
   */
  public Bar(StatusLine line, String task, boolean unicode) {
    this.place = new LineConsumer(line);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(-1)
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setConsumer(place)
            // Drawn explicitly, in show().
            .setUpdateIntervalMillis(NEVER)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .hideEta()
            .build();
  }

  /**
   * Redraws the bar.
   *
   * @param done how much is done
   * @param total of how much; empty if unknown
   * @param note text to the right of the bar
   */
  public void show(long done, OptionalLong total, String note) {
    bar.maxHint(total.isPresent() ? Math.max(done, total.getAsLong()) : -1);
    bar.stepTo(done);
    bar.setExtraMessage(note);
    bar.refresh();
  }

  @Override
  public void close() {
    bar.close();
    // The library does not clear the line if its own thread has not drawn yet.
    place.close();
  }

  /** Drops whatever the library's own thread still draws after the end. */
  private static final class LineConsumer implements ProgressBarConsumer {
    private final StatusLine line;
    private boolean closed;

    LineConsumer(StatusLine line) {
      this.line = line;
    }

    @Override
    public int getMaxRenderedLength() {
      return line.width() < LEAST_WIDTH ? 0 : line.width();
    }

    @Override
    public synchronized void accept(String rendered) {
      if (!closed) {
        line.show(rendered);
      }
    }

    @Override
    public void clear() {
      accept("");
    }

    @Override
    public synchronized void close() {
      clear();
      closed = true;
    }
  }
}

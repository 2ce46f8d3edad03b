package etl.terminal;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar as a status line. */
public final class Bar implements AutoCloseable {
  /** In less than this there is nothing to be read. */
  private static final int LEAST_WIDTH = 20;

  private static final int NEVER = Math.toIntExact(TimeUnit.DAYS.toMillis(20));

  private final LineConsumer place;
  private final ProgressBar bar;

  /**
   * Shows an empty bar.
   *
   * @param line where to
   * @param task one word for what is going on
   * @param unicode whether the terminal knows more characters than ASCII's
   */
  public Bar(StatusLine line, String task, boolean unicode) {
    this.place = new LineConsumer(line);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(-1)
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setConsumer(place)
            // Drawn when there is something new to show, below.
            .setUpdateIntervalMillis(NEVER)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .hideEta()
            .build();
  }

  /**
   * Draws the bar anew.
   *
   * @param done how much is done
   * @param total of how much; empty if nobody knows
   * @param note what to say behind it
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
    // The library does not where its own thread has not drawn yet.
    place.close();
  }

  /** Nothing of the bar is drawn after its end, whatever the library's own thread still does. */
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

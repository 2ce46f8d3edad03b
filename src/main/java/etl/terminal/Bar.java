package etl.terminal;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A progress bar as a status line: {@code draining 37% |███▋ | 37/100 (0:00:07) note}. What does
 * not fit is cut off at the right.
 */
public final class Bar implements AutoCloseable {
  /** A narrower bar is not readable. */
  private static final int LEAST_WIDTH = 20;

  /** The eighths of a character, from nothing to all. */
  private static final String BLOCKS = " ▏▎▍▌▋▊▉█";

  private static final String ASCII = " =";

  private final StatusLine line;
  private final String task;
  private final String parts;
  private final String ends;

  /**
   * @param line where to show it
   * @param task one word for the work
   * @param unicode whether the terminal can show more than ASCII
   */
  public Bar(StatusLine line, String task, boolean unicode) {
    this.line = line;
    this.task = task;
    this.parts = unicode ? BLOCKS : ASCII;
    this.ends = unicode ? "||" : "[]";
  }

  /**
   * Redraws the bar.
   *
   * @param total of how much; empty if unknown
   * @param note text to the right of the bar
   */
  public void show(long done, OptionalLong total, Duration elapsed, String note) {
    long all = Math.max(done, total.orElse(0));
    boolean known = total.isPresent();
    double ratio = (double) done / Math.max(1, all);
    String percent = known ? String.format("%3d%%", (int) (100 * ratio)) : " ? %";
    String most = known ? Long.toString(all) : "?";
    String count = String.format("%" + most.length() + "d/%s", done, most);
    String time =
        String.format(
            "%d:%02d:%02d", elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart());
    String before = task + " " + percent + " " + ends.charAt(0);
    String after = ends.charAt(1) + " " + count + " (" + time + ") " + note;
    int room = Math.max(1, line.width() - before.length() - after.length());
    String bar = known ? filled(room, ratio) : moving(room, done);
    line.show(line.width() < LEAST_WIDTH ? "" : before + bar + after);
  }

  private String filled(int room, double ratio) {
    int steps = parts.length() - 1;
    int filled = (int) (ratio * room * steps);
    String full = parts.substring(steps).repeat(filled / steps);
    return filled == room * steps
        ? full
        : full + parts.charAt(filled % steps) + " ".repeat(room - full.length() - 1);
  }

  /** Moves as the work does, since there is no telling how far it is. */
  private String moving(int room, long done) {
    int place = (int) (done % room);
    return " ".repeat(place) + parts.substring(parts.length() - 1) + " ".repeat(room - place - 1);
  }

  @Override
  public void close() {
    line.show("");
  }
}

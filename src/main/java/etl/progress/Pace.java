package etl.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The recent rate of a count. */
public final class Pace {
  private record Mark(Instant at, long count) {}

  private final Duration window;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /**
   * @param window how much of the past to consider
   */
  public Pace(Duration window) {
    this.window = window;
  }

  /** Records the count at a time. */
  public void mark(Instant at, long count) {
    marks.addLast(new Mark(at, count));
    // The last mark before the window is kept, as the window's first interval starts there.
    while (marks.size() > 2 && !second().at().isAfter(at.minus(window))) {
      marks.removeFirst();
    }
  }

  private Mark second() {
    return marks.stream().skip(1).findFirst().orElseThrow();
  }

  /** The increase per second, negative if it falls; NaN before the second mark. */
  public double perSecond() {
    if (marks.isEmpty()) {
      return Double.NaN;
    }
    Mark first = marks.getFirst();
    Mark last = marks.getLast();
    double seconds = Duration.between(first.at(), last.at()).toNanos() / 1e9;
    return seconds == 0 ? Double.NaN : (last.count() - first.count()) / seconds;
  }
}

package etl.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast something has been going lately. */
public final class Pace {
  private record Mark(Instant at, long count) {}

  private final Duration window;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /**
   * @param window how much of the past counts
   */
  public Pace(Duration window) {
    this.window = window;
  }

  /** The count has come to this. */
  public void mark(Instant at, long count) {
    marks.addLast(new Mark(at, count));
    // The mark before the window is where the window's first stretch began.
    while (marks.size() > 2 && !second().at().isAfter(at.minus(window))) {
      marks.removeFirst();
    }
  }

  private Mark second() {
    return marks.stream().skip(1).findFirst().orElseThrow();
  }

  /** How much it rises in a second, negative where it falls; NaN before the second mark. */
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

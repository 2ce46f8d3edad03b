package etl.progress;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows: recently, or, by {@link #of}, over a time. */
public final class Pace {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  private record Mark(Instant at, long count) {}

  /** How much of the past counts. */
  private final Duration window;

  private final Deque<Mark> marks = new ArrayDeque<>();

  public Pace(Duration window) {
    this.window = window;
  }

  /** Messages per second, with one decimal; zero if no time has passed. */
  public static BigDecimal of(long messages, Duration passed) {
    if (passed.isZero()) {
      return BigDecimal.ZERO.setScale(1);
    }
    BigDecimal micros = BigDecimal.valueOf(Math.max(1, passed.toNanos() / 1000));
    return BigDecimal.valueOf(messages).multiply(MICROS).divide(micros, 1, RoundingMode.HALF_UP);
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

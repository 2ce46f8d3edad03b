package etl.consume.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many concurrent calls a server is good for, found by trying. It begins with few and doubles
 * as long as more calls at once bring more answers a second, and halves where fewer bring as many:
 * a server that answers one call after the other, or that slows down under many, is asked by few.
 * What it has found it looks up again from time to time, as servers change.
 *
 * <p>Only the time of whole round trips counts, so that pauses between calls do not matter. Knows
 * no clock of its own.
 */
public final class ConcurrencySearch {
  private static final int FEWEST_CALLS = 4;

  /** A step up must bring this share of what so many more calls could bring. */
  private static final double WORTHWHILE = 0.125;

  /** It is taken back later only where it brings less than this: times are never quite the same. */
  private static final double TOO_LITTLE = 0.05;

  /** Where it begins: with four calls. */
  private static final int FIRST_STEP = 2;

  /** When to try more calls again, at the earliest, and after how many round trips. */
  private static final Duration UP_AGAIN = Duration.ofMillis(500);

  private static final int ROUND_TRIPS = 16;

  /** Trying fewer calls costs a fast server throughput: it is done so much less often. */
  private static final int DOWN_AGAIN = 10;

  /**
   * What a width was found to be good for.
   *
   * @param rate in calls per nanosecond
   * @param lasts how long that is believed of a greater width
   */
  private record Found(double rate, Instant at, Duration lasts) {}

  private final int most;
  private final ConcurrencyLimit limit = new ConcurrencyLimit();
  private final Map<Integer, Found> found = new HashMap<>();
  private final List<Duration> window = new ArrayList<>();

  private int step = FIRST_STEP;
  private int settled = FIRST_STEP;

  public ConcurrencySearch(int most) {
    this.most = most;
  }

  /** How many calls to have under way, from one to the most. */
  public int width() {
    return width(step);
  }

  private int width(int atStep) {
    return (int) Math.min(1L << atStep, limit.worthwhile(most));
  }

  /**
   * A call brought as much as it could.
   *
   * @param concurrent how many calls were under way when it was sent, itself included
   * @param roundTrip from its sending to the arrival of its answer
   */
  public void took(int concurrent, Duration roundTrip, Instant now) {
    limit.took(roundTrip);
    boolean ofThisWidth = 4L * concurrent >= 3L * width() && 4L * concurrent <= 5L * width();
    if (!ofThisWidth) {
      return;
    }
    window.add(roundTrip);
    if (window.size() >= Math.max(FEWEST_CALLS, 3 * width())) {
      measured(now);
    }
  }

  private void measured(Instant now) {
    while (step > 0 && width(step - 1) == width(step)) {
      step--;
      settled = Math.min(settled, step);
    }
    // The first ones met fewer others under way. A busy process makes some round trips longer; a
    // busy server all of them.
    Duration typical = window.stream().skip(width()).sorted().toList().get(window.size() / 12);
    window.clear();
    Duration trips = typical.multipliedBy(ROUND_TRIPS);
    Duration lasts = trips.compareTo(UP_AGAIN) < 0 ? UP_AGAIN : trips;
    found.put(step, new Found((double) width() / Math.max(1, typical.toNanos()), now, lasts));
    step = next(now);
  }

  /** A step up or down is an excursion, which what was measured there and before decides on. */
  private int next(Instant now) {
    if (step > settled ? gains(settled) : step < settled && loses(step)) {
      settled = step;
    }
    if (step != settled) {
      return settled;
    }
    boolean wider = width(step + 1) > width();
    if (wider && (!isKnown(step + 1, 1, now) || gains(step))) {
      return step + 1;
    }
    boolean look = step > 0 && (!isKnown(step - 1, DOWN_AGAIN, now) || loses(step - 1));
    return look ? step - 1 : step;
  }

  private boolean isKnown(int atStep, int times, Instant now) {
    Found known = found.get(atStep);
    return known != null && now.isBefore(known.at.plus(known.lasts.multipliedBy(times)));
  }

  /** Whether the next step brings enough more than this one; both were measured. */
  private boolean gains(int atStep) {
    return brings(atStep, WORTHWHILE);
  }

  /** Whether it brings too little more. */
  private boolean loses(int atStep) {
    return !brings(atStep, TOO_LITTLE);
  }

  private boolean brings(int atStep, double share) {
    double growth = (double) width(atStep + 1) / width(atStep);
    return found.get(atStep + 1).rate >= found.get(atStep).rate * (1 + (growth - 1) * share);
  }

  /** Begins anew: the server had nothing to answer with. */
  public void restart() {
    step = FIRST_STEP;
    settled = FIRST_STEP;
    window.clear();
    found.clear();
  }
}

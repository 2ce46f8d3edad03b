package etl.progress;

import java.time.Duration;

/** Durations for people: the two largest units. */
public final class Span {
  private static final Duration LONG = Duration.ofDays(1_000);

  private Span() {}

  /** {@code 7s}, {@code 1m 20s}, {@code 2h 5m}, {@code 3d 4h}. */
  public static String text(Duration duration) {
    if (duration.compareTo(LONG) > 0) {
      return "years";
    } else if (duration.toDays() > 0) {
      return duration.toDays() + "d " + duration.toHoursPart() + "h";
    } else if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    } else if (duration.toMinutes() > 0) {
      return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
    }
    return duration.toSeconds() + "s";
  }

  /** How long something takes at a rate; null if it would never end. */
  public static Duration of(double count, double perSecond) {
    double seconds = count / perSecond;
    // NaN, an unknown rate, also leads to null.
    return perSecond > 0 && seconds < LONG.toSeconds() * 1_000.0
        ? Duration.ofMillis(Math.round(seconds * 1_000))
        : null;
  }
}

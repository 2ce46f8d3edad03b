package etl.spec;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Formats the UTC date of an instant. Caches the last one, as most messages are of the same day.
 */
final class UtcDates {
  private static final long SECONDS_OF_DAY = 86_400;

  private record Day(long epochDay, String text) {}

  // Shared without a lock: a Day is immutable, so a thread that sees the wrong one just replaces
  // it.
  private Day last = new Day(0, LocalDate.EPOCH.toString());

  /** The date in ISO 8601: {@code 2026-11-23}. */
  String of(Instant instant) {
    long epochDay = Math.floorDiv(instant.getEpochSecond(), SECONDS_OF_DAY);
    Day day = last;
    if (day.epochDay != epochDay) {
      day = new Day(epochDay, LocalDate.ofEpochDay(epochDay).toString());
      last = day;
    }
    return day.text;
  }
}

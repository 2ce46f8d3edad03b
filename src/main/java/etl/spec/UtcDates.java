package etl.spec;

import java.time.Instant;
import java.time.LocalDate;

/** Writes the UTC date of an instant. Remembers the last one: messages come by the day. */
final class UtcDates {
  private static final long SECONDS_OF_DAY = 86_400;

  private record Day(long epochDay, String text) {}

  // Shared by threads without a lock: each sees some whole day, and makes another if it is not its.
  private Day last = new Day(0, LocalDate.EPOCH.toString());

  /** The date as ISO 8601 writes it: {@code 2026-11-23}. */
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

package etl.value;

import java.time.LocalDate;

/**
 * Instants in UTC as they are sent: {@code 2026-01-31T23:59:59.5+00:00}, to the microsecond,
 * without trailing zeros; in the years 0001 to 9999.
 */
final class UtcTime {
  static final int MICROS = 1_000_000;

  /** How many digits a number of microseconds has at most. */
  static final int MOST_DIGITS = 18;

  static final Misfit OUT_OF_RANGE =
      new Misfit(Misfit.Kind.OUT_OF_RANGE, "is out of range for timestamptz (years 0001 to 9999)");
  private static final int DAY = 86_400;
  private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay() * DAY;
  private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY - 1;

  private UtcTime() {}

  static String text(long epochSecond, int micros) throws Misfit {
    if (epochSecond < FIRST || epochSecond > LAST) {
      throw OUT_OF_RANGE;
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, DAY));
    int second = Math.floorMod(epochSecond, DAY);
    StringBuilder text = new StringBuilder(32);
    Digits.append(text, date.getYear(), 4);
    Digits.append(text.append('-'), date.getMonthValue(), 2);
    Digits.append(text.append('-'), date.getDayOfMonth(), 2);
    Digits.append(text.append('T'), second / 3600, 2);
    Digits.append(text.append(':'), second / 60 % 60, 2);
    Digits.append(text.append(':'), second % 60, 2);
    if (micros > 0) {
      Digits.append(text.append('.'), micros, 6);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    // Not Z, which is looked up among the server's abbreviations of zones.
    return text.append("+00:00").toString();
  }
}

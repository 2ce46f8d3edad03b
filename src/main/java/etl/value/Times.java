package etl.value;

import java.time.LocalDate;
import java.time.YearMonth;

/** Days and times in texts; ASCII digits only. */
final class Times {
  static final int DATE = 10;

  static final int MICROS = 1_000_000;

  /** How many digits a number of microseconds has at most. */
  static final int MOST_DIGITS = 18;

  static final Misfit OUT_OF_RANGE =
      new Misfit(Misfit.Kind.OUT_OF_RANGE, "is out of range for timestamptz (years 0001 to 9999)");
  private static final int DAY = 86_400;
  private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay() * DAY;
  private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY - 1;

  private Times() {}

  /**
   * An instant in UTC as it is sent: {@code 2026-01-31T23:59:59.5+00:00}, to the microsecond,
   * without trailing zeros; in the years 0001 to 9999.
   */
  static String text(long epochSecond, int micros) throws Misfit {
    if (epochSecond < FIRST || epochSecond > LAST) {
      throw OUT_OF_RANGE;
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, DAY));
    int second = Math.floorMod(epochSecond, DAY);
    StringBuilder text = new StringBuilder(32);
    append(text, date.getYear(), 4);
    append(text.append('-'), date.getMonthValue(), 2);
    append(text.append('-'), date.getDayOfMonth(), 2);
    append(text.append('T'), second / 3600, 2);
    append(text.append(':'), second / 60 % 60, 2);
    append(text.append(':'), second % 60, 2);
    if (micros > 0) {
      append(text.append('.'), micros, 6);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    // Not Z, which is looked up among the server's abbreviations of zones.
    return text.append("+00:00").toString();
  }

  private static void append(StringBuilder text, int number, int digits) {
    int unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
  }

  /** The number between the two indexes; negative if anything but digits stands there. */
  static int number(String text, int start, int end) {
    if (end > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  /** Whether the text begins with a real day, {@code YYYY-MM-DD}, from the year 0001 on. */
  static boolean beginsWithDate(String text) {
    if (text.length() < DATE || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    return year > 0
        && month > 0
        && month <= 12
        && day > 0
        && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
  }

  /** The day that the text begins with; it must be one. */
  static LocalDate date(String text) {
    return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
  }
}

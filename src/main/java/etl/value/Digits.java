package etl.value;

import java.time.LocalDate;
import java.time.YearMonth;

/** Numbers and dates of fixed width in a text; ASCII digits only. */
final class Digits {
  static final int DATE = 10;

  private Digits() {}

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

  /** Appends the number in exactly so many digits. */
  static void append(StringBuilder text, int number, int digits) {
    int unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
  }
}

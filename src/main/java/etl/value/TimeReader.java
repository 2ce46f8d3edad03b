package etl.value;

import etl.json.JsonKind;
import java.time.LocalTime;
import java.time.ZoneId;

/** Reads times by RFC 3339 for timestamptz. */
final class TimeReader extends ValueReader {
  private static final Misfit NO_OFFSET =
      new Misfit(Misfit.Kind.WRONG_TYPE, "has no offset from UTC, and the column no zone");

  // YYYY-MM-DDThh:mm:ss
  private static final int SECONDS_END = 19;
  private static final int OFFSET = 6;

  private final ZoneId zone;

  TimeReader(ZoneId zone) {
    super("a time by RFC 3339 (2026-01-31T23:59:59Z)", JsonKind.STRING);
    this.zone = zone;
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    int secondOfDay = secondOfDay(value);
    if (secondOfDay < 0) {
      throw misfit;
    }
    int end = SECONDS_END;
    int micros = 0;
    if (end < value.length() && value.charAt(end) == '.') {
      int unit = Times.MICROS / 10;
      for (end++; end < value.length() && isDigit(value.charAt(end)); end++) {
        micros += unit * (value.charAt(end) - '0');
        unit /= 10;
      }
      if (end == SECONDS_END + 1) {
        throw misfit;
      }
    }
    if (end == value.length()) {
      return Times.text(inZone(value, secondOfDay), micros);
    }
    long local = Times.date(value).toEpochDay() * 86_400 + secondOfDay;
    return Times.text(local - offset(value, end), micros);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Negative if the text does not begin with a date and a time. */
  private static int secondOfDay(String text) {
    if (text.length() < SECONDS_END
        || !Times.beginsWithDate(text)
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return -1;
    }
    char between = text.charAt(Times.DATE);
    int hour = Times.number(text, 11, 13);
    int minute = Times.number(text, 14, 16);
    int second = Times.number(text, 17, SECONDS_END);
    boolean real =
        (between == 'T' || between == 't' || between == ' ')
            && isBelow(hour, 24)
            && isBelow(minute, 60)
            && isBelow(second, 60);
    return real ? hour * 3600 + minute * 60 + second : -1;
  }

  private static boolean isBelow(int number, int limit) {
    return number >= 0 && number < limit;
  }

  /** In seconds; it is all that is left of the text. */
  private int offset(String text, int start) throws Misfit {
    char sign = text.charAt(start);
    if ((sign == 'Z' || sign == 'z') && text.length() == start + 1) {
      return 0;
    }
    if ((sign == '+' || sign == '-')
        && text.length() == start + OFFSET
        && text.charAt(start + 3) == ':') {
      int hours = Times.number(text, start + 1, start + 3);
      int minutes = Times.number(text, start + 4, start + 6);
      if (isBelow(hours, 24) && isBelow(minutes, 60)) {
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
      }
    }
    throw misfit;
  }

  private long inZone(String text, int secondOfDay) throws Misfit {
    if (zone == null) {
      throw NO_OFFSET;
    }
    return Times.date(text)
        .atTime(LocalTime.ofSecondOfDay(secondOfDay))
        .atZone(zone)
        .toEpochSecond();
  }
}

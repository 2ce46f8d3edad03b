package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;

/** Makes the reader of a column's type. What they return is immutable and may be shared. */
public final class ValueReaders {
  private static final Misfit NO_NUMERIC = Misfit.outOfRange("numeric");
  private static final Misfit NO_DOUBLE = Misfit.outOfRange("double precision");
  private static final Misfit NO_UUID = new Misfit(Misfit.Kind.WRONG_TYPE, "is no uuid");
  private static final Misfit NO_NETWORK = new Misfit(Misfit.Kind.WRONG_TYPE, "is no IP network");
  private static final Misfit HOST_BITS =
      new Misfit(Misfit.Kind.WRONG_TYPE, "has bits set to the right of its network's prefix");
  private static final int UUID_LENGTH = 36;
  // Without an exponent, so short a number neither overflows nor underflows.
  private static final int SHORT_DOUBLE = 24;

  private ValueReaders() {}

  /**
   * For varchar and text: strings as they are, numbers and booleans as their literals; nothing that
   * holds NUL or half of a surrogate pair. The empty text passes: whether it may be empty is the
   * column's matter.
   *
   * @param length the most code points, as PostgreSQL counts characters; 0 for no limit
   */
  public static ValueReader text(int length) {
    return new TextReader(length);
  }

  /**
   * For integer: numbers by value ({@code 1.0} and {@code 1e2} are whole), and strings that hold
   * exactly one JSON number. Sent in plain digits.
   */
  public static ValueReader integer() {
    return new WholeReader("integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** For bigint: the same with 64 bits. */
  public static ValueReader bigint() {
    return new WholeReader("bigint", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * For numeric(precision,scale): numbers by value, and strings that hold exactly one JSON number.
   * More decimals than the scale are refused, never rounded; trailing zeros are no decimals. Sent
   * in plain digits with exactly as many decimals as the scale, as the server prints it.
   *
   * @param precision 1 to 1,000; 0 with a scale of 0 is {@link #numeric()}
   * @param scale 0 to the precision
   * @throws IllegalArgumentException if PostgreSQL has no such type
   */
  public static ValueReader numeric(int precision, int scale) {
    if (precision == 0 && scale == 0) {
      return numeric();
    }
    if (precision < 1 || precision > 1_000 || scale < 0 || scale > precision) {
      throw new IllegalArgumentException("no such type: numeric(" + precision + "," + scale + ")");
    }
    Misfit outOfRange = Misfit.outOfRange("numeric(" + precision + "," + scale + ")");
    Misfit moreDecimals = new Misfit(Misfit.Kind.OUT_OF_RANGE, tooExact(scale));
    return new ValueReader("a number", JsonKind.NUMBER, JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        JsonNumber number = number(kind, value);
        if (number.wholeDigits() > precision - scale) {
          throw outOfRange;
        }
        if (number.decimals() > scale) {
          throw moreDecimals;
        }
        return number.text(scale);
      }
    };
  }

  private static String tooExact(int scale) {
    return switch (scale) {
      case 0 -> "has decimals";
      case 1 -> "has more than 1 decimal";
      default -> "has more than " + scale + " decimals";
    };
  }

  /**
   * For numeric without a precision: numbers, and strings that hold exactly one JSON number, within
   * 131,072 digits before and 16,383 behind the point, trailing zeros and the exponent's counted.
   * Sent as written, so that the server keeps the decimals of {@code 0.10}.
   */
  public static ValueReader numeric() {
    return new ValueReader("a number", JsonKind.NUMBER, JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        checkNumber(kind, value);
        if (!JsonNumber.fitsNumeric(value)) {
          throw NO_NUMERIC;
        }
        return value;
      }
    };
  }

  /**
   * For double precision: numbers, and strings that hold exactly one JSON number, as the nearest
   * double. What overflows is refused; what is nearer to zero than to any other double is zero,
   * though the server itself refuses it.
   */
  public static ValueReader doublePrecision() {
    return new ValueReader("a number", JsonKind.NUMBER, JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        checkNumber(kind, value);
        if (value.length() <= SHORT_DOUBLE && !JsonNumber.hasExponent(value)) {
          return value;
        }
        double nearest = Double.parseDouble(value);
        if (Double.isInfinite(nearest)) {
          throw NO_DOUBLE;
        }
        return Double.toString(nearest);
      }
    };
  }

  /** For boolean: true and false, no strings. */
  public static ValueReader bool() {
    return new ValueReader("a boolean", JsonKind.BOOLEAN) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) {
        return value;
      }
    };
  }

  /** For date: {@code YYYY-MM-DD}, real days of the years 0001 to 9999. */
  public static ValueReader date() {
    return new ValueReader("a date (YYYY-MM-DD)", JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        if (value.length() != Times.DATE || !Times.beginsWithDate(value)) {
          throw misfit;
        }
        return value;
      }
    };
  }

  /** For uuid: 8-4-4-4-12 hex digits in either case. Sent in lower case. */
  public static ValueReader uuid() {
    return new ValueReader("a uuid", JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        if (!isUuid(value)) {
          throw NO_UUID;
        }
        return value.toLowerCase(Locale.ROOT);
      }
    };
  }

  private static boolean isUuid(String value) {
    if (value.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = value.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * For inet: an address, with or without {@code /n}. IPv4 is four octets without leading zeros,
   * IPv6 any form of RFC 4291. Sent as the server prints it; an IPv4-mapped address stays IPv6.
   */
  public static ValueReader inet() {
    return address(false);
  }

  /** For cidr: the same, and no bits to the right of the prefix. Sent as the server prints it. */
  public static ValueReader cidr() {
    return address(true);
  }

  private static ValueReader address(boolean cidr) {
    Misfit none = cidr ? NO_NETWORK : IpAddress.NO_ADDRESS;
    return new ValueReader(cidr ? "an IP network" : "an IP address", JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        int slash = value.indexOf('/');
        IpAddress address = IpAddress.parse(value, slash < 0 ? value.length() : slash);
        if (address == null) {
          throw none;
        }
        int prefix = slash < 0 ? address.bits() : prefix(value, slash + 1);
        if (prefix < 0 || prefix > address.bits()) {
          throw none;
        }
        if (cidr && !address.network(prefix).equals(address)) {
          throw HOST_BITS;
        }
        return address.serverText(prefix == address.bits() && !cidr ? -1 : prefix);
      }
    };
  }

  /** The number of up to three digits, without leading zeros; negative for anything else. */
  private static int prefix(String text, int start) {
    int digits = text.length() - start;
    boolean leadingZero = digits > 1 && text.charAt(start) == '0';
    return digits < 1 || digits > 3 || leadingZero ? -1 : Times.number(text, start, text.length());
  }

  /**
   * For jsonb: any value but null, given and sent as its JSON text. Refused where it holds {@code
   * \u0000}, half of a surrogate pair (escaped or not), a number that numeric does not hold, or
   * nests deeper than 1,000 levels. Of members that stand twice, the server keeps the last.
   */
  public static ValueReader jsonb() {
    return new JsonbReader();
  }

  /**
   * For text[]: an array, given as its JSON text, of strings, of numbers and booleans as their
   * literals, and of nulls. Sent as an array literal.
   */
  public static ValueReader textArray() {
    return new TextArrayReader();
  }

  /**
   * For timestamptz: RFC 3339, in either case and with T or a space, with its offset (up to 23:59).
   * Digits beyond microseconds are cut; second 60 and hour 24 are refused. Sent in UTC, {@code
   * 2026-01-31T23:59:59.5+00:00}, where it must lie in the years 0001 to 9999.
   *
   * @param zone of times without an offset; null if they are refused. One that the zone skips (the
   *     hour when summer time begins) is as much later as the clocks were put forward; of one that
   *     it has twice, the first is taken.
   */
  public static ValueReader timestamptz(ZoneId zone) {
    return new TimeReader(zone);
  }

  /**
   * For timestamptz: a number of seconds since 1970-01-01 UTC, or a string of one, fraction and
   * exponent included. Exact to the microsecond; further digits are cut, which is towards 1970. The
   * time must lie in the years 0001 to 9999.
   */
  public static ValueReader epochSeconds() {
    return epoch("seconds", -6);
  }

  /** The same in milliseconds. */
  public static ValueReader epochMillis() {
    return epoch("milliseconds", -3);
  }

  /**
   * @param micros a microsecond in the unit, as a power of ten
   */
  private static ValueReader epoch(String unit, int micros) {
    String description = "a number of " + unit + " since 1970";
    return new ValueReader(description, JsonKind.NUMBER, JsonKind.STRING) {
      @Override
      public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
        JsonNumber number = number(kind, value);
        if (number.wholeDigits() - micros > Times.MOST_DIGITS) {
          throw Times.OUT_OF_RANGE;
        }
        long time = number.inUnitsOf(micros);
        return Times.text(Math.floorDiv(time, Times.MICROS), Math.floorMod(time, Times.MICROS));
      }
    };
  }
}

package etl.json;

/**
 * A JSON number by its value, exact, in linear time whatever its length and exponent: its digits
 * stay in the literal, and each is addressed by its power of ten.
 */
public final class JsonNumber {
  // What PostgreSQL's numeric holds before and after the decimal point.
  private static final int WHOLE_DIGITS = 131_072;
  private static final int FRACTION_DIGITS = 16_383;
  // Far beyond both.
  private static final int LARGEST_OF_NUMERIC = 100_000_000;
  // Beyond the length of any text, so that no number of digits makes up for it.
  private static final long LARGEST_EXPONENT = 1_000_000_000_000L;

  private final String literal;
  // The end of the digits, and the point's index or, where there is none, that end.
  private final int end;
  private final int point;
  private final long exponent;
  // The indexes of the first and the last digit that is not 0; negative for zero.
  private final int first;
  private final int last;

  /**
   * @param literal a JSON number
   */
  public JsonNumber(String literal) {
    int p = 0;
    int dot = -1;
    int firstDigit = -1;
    int lastDigit = -1;
    for (; p < literal.length(); p++) {
      char c = literal.charAt(p);
      if (c == '.') {
        dot = p;
      } else if (c >= '1' && c <= '9') {
        firstDigit = firstDigit < 0 ? p : firstDigit;
        lastDigit = p;
      } else if (c == 'e' || c == 'E') {
        break;
      }
    }
    this.literal = literal;
    this.end = p;
    this.point = dot < 0 ? p : dot;
    this.exponent = exponent(literal, p);
    this.first = firstDigit;
    this.last = lastDigit;
  }

  private static long exponent(String literal, int e) {
    long exponent = 0;
    for (int i = e + 1; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c >= '0' && c <= '9') {
        exponent = Math.min(exponent * 10 + c - '0', LARGEST_EXPONENT);
      }
    }
    return exponent > 0 && literal.charAt(e + 1) == '-' ? -exponent : exponent;
  }

  /** Whether the text is exactly one number, without anything around it. */
  public static boolean isNumber(String text) {
    try {
      return end(text, 0) == text.length();
    } catch (NotJsonException e) {
      return false;
    }
  }

  /** The end of the number that begins at {@code start}. */
  static int end(String text, int start) throws NotJsonException {
    int p = skipAny("-", text, start);
    int whole = skipAny("0", text, p);
    p = whole > p ? whole : endOfDigits(text, p);
    int point = skipAny(".", text, p);
    p = point > p ? endOfDigits(text, point) : p;
    int exponent = skipAny("eE", text, p);
    return exponent > p ? endOfDigits(text, skipAny("+-", text, exponent)) : p;
  }

  private static int skipAny(String characters, String text, int p) {
    return p < text.length() && characters.indexOf(text.charAt(p)) >= 0 ? p + 1 : p;
  }

  private static int endOfDigits(String text, int start) throws NotJsonException {
    int p = start;
    while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
      p++;
    }
    if (p == start) {
      throw new NotJsonException(p);
    }
    return p;
  }

  /** Whether a number is written with an exponent. */
  public static boolean hasExponent(String number) {
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) > '9') {
        return true;
      }
    }
    return false;
  }

  /** Whether PostgreSQL's numeric holds a number with all digits that are written. */
  public static boolean fitsNumeric(String number) {
    return (number.length() <= FRACTION_DIGITS && !hasExponent(number))
        || new JsonNumber(number).fitsNumeric();
  }

  private boolean fitsNumeric() {
    return Math.abs(exponent) < LARGEST_OF_NUMERIC
        && Math.max(0, end - point - 1) - exponent <= FRACTION_DIGITS
        && wholeDigits() <= WHOLE_DIGITS;
  }

  /**
   * A form that is the same for all ways of writing a number, as long as its exponent is not
   * absurd: the digits from the first to the last that is not zero, and a power of ten.
   */
  public static String canonical(String number) {
    JsonNumber parsed = new JsonNumber(number);
    return parsed.isZero()
        ? "0"
        : (parsed.isNegative() ? "-" : "")
            + number.substring(parsed.first, parsed.last + 1).replace(".", "")
            + "e"
            + parsed.power(parsed.last);
  }

  private boolean isZero() {
    return first < 0;
  }

  public boolean isNegative() {
    return !isZero() && literal.charAt(0) == '-';
  }

  /** How many digits stand before the point when it is written out; 0 or less if none does. */
  public long wholeDigits() {
    return isZero() ? 0 : power(first) + 1;
  }

  /** How many decimals it has, trailing zeros not counted. */
  public long decimals() {
    return isZero() ? 0 : Math.max(0, -power(last));
  }

  private char digit(long power) {
    long place = power - exponent;
    long index = place >= 0 ? point - 1 - place : point - place;
    return index >= first && index <= last && !isZero() ? literal.charAt((int) index) : '0';
  }

  private long power(int index) {
    return exponent + (index < point ? point - 1 - index : point - index);
  }

  /**
   * Its whole number of units of {@code 10^power}, further digits cut.
   *
   * @param power of ten; the result must have 18 digits at most
   */
  public long inUnitsOf(int power) {
    long units = 0;
    for (long p = wholeDigits() - 1; p >= power; p--) {
      units = units * 10 + digit(p) - '0';
    }
    return isNegative() ? -units : units;
  }

  /**
   * Written out, without an exponent, and with so many decimals; further ones are cut.
   *
   * @return the literal itself if it is written so
   */
  public String text(int scale) {
    if (isPlain(scale)) {
      return literal;
    }
    int whole = (int) Math.max(1, wholeDigits());
    StringBuilder text = new StringBuilder(whole + scale + 2);
    if (isNegative()) {
      text.append('-');
    }
    for (int power = whole - 1; power >= -scale; power--) {
      if (power == -1) {
        text.append('.');
      }
      text.append(digit(power));
    }
    return text.toString();
  }

  private boolean isPlain(int scale) {
    boolean negativeZero = isZero() && literal.charAt(0) == '-';
    boolean plain = end == literal.length() && end - point - 1 == (scale == 0 ? -1 : scale);
    return plain && !negativeZero;
  }
}

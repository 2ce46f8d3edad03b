package etl.json;

/**
 * A JSON number in its literal form: where it ends, and whether it fits a column; in linear time
 * for any length.
 */
public final class JsonNumber {
  // What PostgreSQL's numeric holds before and after the decimal point.
  private static final int WHOLE_DIGITS = 131_072;
  private static final int FRACTION_DIGITS = 16_383;
  // Far beyond both, and far below an overflow.
  private static final int LARGEST_EXPONENT = 100_000_000;

  private JsonNumber() {}

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

  /**
   * A form that is the same for all ways of writing a number, as long as its exponent is not
   * absurd: the digits from the first to the last that is not zero, and a power of ten. In linear
   * time.
   */
  public static String canonical(String number) {
    int end = 0;
    int point = -1;
    StringBuilder digits = new StringBuilder();
    int zeros = 0;
    for (; end < number.length() && (number.charAt(end) | ' ') != 'e'; end++) {
      char c = number.charAt(end);
      if (c == '.') {
        point = end;
      } else if (c == '0') {
        zeros++;
      } else if (c != '-') {
        // Zeros at the head say nothing.
        digits.append("0".repeat(digits.isEmpty() ? 0 : zeros)).append(c);
        zeros = 0;
      }
    }
    if (digits.isEmpty()) {
      return "0";
    }
    int fraction = point < 0 ? 0 : end - point - 1;
    String sign = number.charAt(0) == '-' ? "-" : "";
    return sign + digits + "e" + (exponent(number, end) - fraction + zeros);
  }

  /** Whether it is written without a fraction and an exponent. */
  public static boolean isWhole(String number) {
    return number.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
  }

  public static boolean fitsNumeric(String number) {
    int end = 0;
    int point = -1;
    int significant = -1;
    for (; end < number.length() && (number.charAt(end) | ' ') != 'e'; end++) {
      char c = number.charAt(end);
      if (c == '.') {
        point = end;
      } else if (c > '0' && significant < 0) {
        significant = end;
      }
    }
    int exponent = exponent(number, end);
    int fractionDigits = point < 0 ? 0 : end - point - 1;
    int wholeEnd = point < 0 ? end : point;
    // Negative where zeros follow the point.
    int wholeDigits = wholeEnd - significant + (significant > wholeEnd ? 1 : 0);
    return Math.abs(exponent) < LARGEST_EXPONENT
        && fractionDigits - exponent <= FRACTION_DIGITS
        && (significant < 0 || wholeDigits + exponent <= WHOLE_DIGITS);
  }

  /** The number's power of ten; capped at the largest. */
  private static int exponent(String number, int e) {
    if (e == number.length()) {
      return 0;
    }
    boolean negative = number.charAt(e + 1) == '-';
    int exponent = 0;
    for (int i = e + 1; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        exponent = Math.min(exponent * 10 + c - '0', LARGEST_EXPONENT);
      }
    }
    return negative ? -exponent : exponent;
  }
}

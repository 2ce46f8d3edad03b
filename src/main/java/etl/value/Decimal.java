package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/**
 * A JSON number by its value, exact, in linear time whatever its length and exponent: its digits
 * stay in the literal, and each is addressed by its power of ten.
 */
final class Decimal {
  // Beyond the length of any text, so that no number of digits makes up for it.
  private static final long LARGEST_EXPONENT = 1_000_000_000_000L;

  private final String literal;
  // The point's index, or that of the end of the digits where there is none.
  private final int point;
  private final long exponent;
  // The indexes of the first and the last digit that is not 0; negative for zero.
  private final int first;
  private final int last;

  private Decimal(String literal) {
    int end = 0;
    int dot = -1;
    int firstDigit = -1;
    int lastDigit = -1;
    for (; end < literal.length(); end++) {
      char c = literal.charAt(end);
      if (c == '.') {
        dot = end;
      } else if (c >= '1' && c <= '9') {
        firstDigit = firstDigit < 0 ? end : firstDigit;
        lastDigit = end;
      } else if (c == 'e' || c == 'E') {
        break;
      }
    }
    this.literal = literal;
    this.point = dot < 0 ? end : dot;
    this.exponent = exponent(literal, end);
    this.first = firstDigit;
    this.last = lastDigit;
  }

  /**
   * The number that a JSON value holds: a number itself, or a string of exactly one.
   *
   * @throws Misfit the given one, if the string holds anything else
   */
  static Decimal of(JsonKind kind, String value, Misfit noNumber) throws Misfit {
    if (kind == JsonKind.STRING && !JsonNumber.isNumber(value)) {
      throw noNumber;
    }
    return new Decimal(value);
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

  boolean isZero() {
    return first < 0;
  }

  /** Whether it is below zero. */
  boolean isNegative() {
    return !isZero() && literal.charAt(0) == '-';
  }

  /** How many digits stand before the point when it is written out; 0 or less if none does. */
  long wholeDigits() {
    return isZero() ? 0 : power(first) + 1;
  }

  /** How many decimals it has, trailing zeros not counted. */
  long decimals() {
    return isZero() ? 0 : Math.max(0, -power(last));
  }

  /** The digit that counts this power of ten. */
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
  long inUnitsOf(int power) {
    long units = 0;
    for (long p = wholeDigits() - 1; p >= power; p--) {
      units = units * 10 + digit(p) - '0';
    }
    return isNegative() ? -units : units;
  }

  /** Written out, without an exponent, and with so many decimals; further ones are cut. */
  String plain(int scale) {
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

  /** The literal, if it is written as {@link #plain} would write it; else written so. */
  String text(int scale) {
    return isPlain(scale) ? literal : plain(scale);
  }

  private boolean isPlain(int scale) {
    int decimals = literal.length() - point - 1;
    boolean negativeZero = isZero() && literal.charAt(0) == '-';
    return !negativeZero && (scale == 0 ? decimals == -1 : decimals == scale && !hasExponent());
  }

  private boolean hasExponent() {
    for (int i = point; i < literal.length(); i++) {
      if (literal.charAt(i) > '9') {
        return true;
      }
    }
    return false;
  }
}

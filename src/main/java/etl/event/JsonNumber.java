package etl.event;

/**
 * Whether a JSON number, as it was written, fits into a column. Costs linear time at any length.
 */
final class JsonNumber {
  // What PostgreSQL's numeric holds before and after the decimal point.
  private static final int WHOLE_DIGITS = 131_072;
  private static final int FRACTION_DIGITS = 16_383;
  private static final int LONGEST_EXPONENT = 9;

  private JsonNumber() {}

  /** Whether it was written as digits only. */
  static boolean isWhole(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  /**
   * @param number a whole one
   */
  static boolean fitsBigint(String number) {
    boolean negative = number.charAt(0) == '-';
    String limit = negative ? "-9223372036854775808" : "9223372036854775807";
    // Without leading zeros, numbers of equal length compare as texts do.
    return number.length() < limit.length()
        || (number.length() == limit.length() && number.compareTo(limit) <= 0);
  }

  static boolean fitsNumeric(String number) {
    int first = number.charAt(0) == '-' ? 1 : 0;
    int end = number.length();
    int exponent = 0;
    int point = -1;
    int significant = -1;
    for (int i = first; i < end; i++) {
      char c = number.charAt(i);
      if (c == '.') {
        point = i;
      } else if (c == 'e' || c == 'E') {
        if (number.length() - i - 1 > LONGEST_EXPONENT) {
          return false;
        }
        exponent = Integer.parseInt(number, i + 1, number.length(), 10);
        end = i;
      } else if (c != '0' && significant < 0) {
        significant = i;
      }
    }
    int fraction = point < 0 ? 0 : end - point - 1;
    int wholeEnd = point < 0 ? end : point;
    int whole = significant < 0 ? 0 : wholeEnd - significant + (significant > wholeEnd ? 1 : 0);
    return fraction - exponent <= FRACTION_DIGITS
        && (significant < 0 || whole + exponent <= WHOLE_DIGITS);
  }
}

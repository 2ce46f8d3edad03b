package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads whole numbers between two limits: numbers by value, and strings of one. */
final class WholeReader extends ValueReader {
  // The digits of the largest and of the smallest number; equally many.
  private final String largest;
  private final String smallest;
  private final Misfit outOfRange;

  WholeReader(String type, long smallest, long largest) {
    super("a whole number", JsonKind.NUMBER, JsonKind.STRING);
    this.largest = Long.toString(largest);
    this.smallest = Long.toString(smallest);
    this.outOfRange = Misfit.outOfRange(type);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (isShort(value)) {
      return value;
    }
    JsonNumber number = number(kind, value);
    if (number.decimals() > 0) {
      throw misfit;
    }
    if (number.wholeDigits() > largest.length()) {
      throw outOfRange;
    }
    String text = number.text(0);
    String limit = number.isNegative() ? smallest : largest;
    // Without leading zeros, numbers of equal length compare like strings.
    if (text.length() == limit.length() && text.compareTo(limit) > 0) {
      throw outOfRange;
    }
    return text;
  }

  /** Whether it is a whole number in plain digits, and too short to be out of range. */
  private boolean isShort(String text) {
    int start = !text.isEmpty() && text.charAt(0) == '-' ? 1 : 0;
    int digits = text.length() - start;
    if (digits == 0 || digits >= largest.length()) {
      return false;
    }
    if (text.charAt(start) == '0') {
      return text.length() == 1;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}

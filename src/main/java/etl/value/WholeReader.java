package etl.value;

import etl.json.JsonKind;

/** Reads whole numbers between two limits: numbers by value, and strings of one. */
final class WholeReader implements ValueReader {
  private static final String DESCRIPTION = "a whole number";
  private static final Misfit NO_WHOLE_NUMBER = Misfit.mustBe(DESCRIPTION);

  // The digits of the largest and of the smallest number; equally many.
  private final String largest;
  private final String smallest;
  private final Misfit outOfRange;

  WholeReader(String type, long smallest, long largest) {
    this.largest = Long.toString(largest);
    this.smallest = Long.toString(smallest);
    this.outOfRange = Misfit.outOfRange(type);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (isShort(value)) {
      return value;
    }
    Decimal number = Decimal.of(kind, value, NO_WHOLE_NUMBER);
    if (number.decimals() > 0) {
      throw NO_WHOLE_NUMBER;
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

  @Override
  public boolean accepts(JsonKind kind) {
    return kind == JsonKind.NUMBER || kind == JsonKind.STRING;
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }
}

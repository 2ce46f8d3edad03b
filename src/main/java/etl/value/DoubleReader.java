package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads numbers, and strings of one, as the nearest double; what is closest to zero is zero. */
final class DoubleReader extends ValueReader {
  private static final Misfit OUT_OF_RANGE = Misfit.outOfRange("double precision");

  // Without an exponent, so short a number neither overflows nor underflows.
  private static final int SHORT = 24;

  DoubleReader() {
    super("a number", JsonKind.NUMBER, JsonKind.STRING);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    checkNumber(kind, value);
    if (value.length() <= SHORT && !JsonNumber.hasExponent(value)) {
      return value;
    }
    double nearest = Double.parseDouble(value);
    if (Double.isInfinite(nearest)) {
      throw OUT_OF_RANGE;
    }
    return Double.toString(nearest);
  }
}

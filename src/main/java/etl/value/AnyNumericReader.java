package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads numbers of any precision that PostgreSQL's numeric holds, and strings of one. */
final class AnyNumericReader extends ValueReader {
  private static final Misfit OUT_OF_RANGE = Misfit.outOfRange("numeric");

  AnyNumericReader() {
    super("a number", JsonKind.NUMBER, JsonKind.STRING);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (kind == JsonKind.STRING && !JsonNumber.isNumber(value)) {
      throw misfit;
    }
    if (!JsonNumber.fitsNumeric(value)) {
      throw OUT_OF_RANGE;
    }
    return value;
  }
}

package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads numbers of any precision that PostgreSQL's numeric holds, and strings of one. */
final class AnyNumericReader implements ValueReader {
  private static final String DESCRIPTION = "a number";
  private static final Misfit NO_NUMBER = Misfit.mustBe(DESCRIPTION);
  private static final Misfit OUT_OF_RANGE = Misfit.outOfRange("numeric");

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (kind == JsonKind.STRING && !JsonNumber.isNumber(value)) {
      throw NO_NUMBER;
    }
    if (!JsonNumber.fitsNumeric(value)) {
      throw OUT_OF_RANGE;
    }
    return value;
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

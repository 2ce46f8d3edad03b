package etl.value;

import etl.json.JsonKind;

/** Reads days. */
final class DateReader implements ValueReader {
  private static final String DESCRIPTION = "a date (YYYY-MM-DD)";
  private static final Misfit NO_DATE = Misfit.mustBe(DESCRIPTION);

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (value.length() != Digits.DATE || !Digits.beginsWithDate(value)) {
      throw NO_DATE;
    }
    return value;
  }

  @Override
  public boolean accepts(JsonKind kind) {
    return kind == JsonKind.STRING;
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }
}

package etl.value;

import etl.json.JsonKind;

/** Reads days. */
final class DateReader extends ValueReader {
  DateReader() {
    super("a date (YYYY-MM-DD)", JsonKind.STRING);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (value.length() != Digits.DATE || !Digits.beginsWithDate(value)) {
      throw misfit;
    }
    return value;
  }
}

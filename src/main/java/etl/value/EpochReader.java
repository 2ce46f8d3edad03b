package etl.value;

import etl.json.JsonKind;

/** Reads numbers of seconds or milliseconds since 1970 for timestamptz, and strings of one. */
final class EpochReader extends ValueReader {
  // A microsecond in the number's unit, as a power of ten.
  private final int micros;

  private EpochReader(String unit, int micros) {
    super("a number of " + unit + " since 1970", JsonKind.NUMBER, JsonKind.STRING);
    this.micros = micros;
  }

  static EpochReader seconds() {
    return new EpochReader("seconds", -6);
  }

  static EpochReader millis() {
    return new EpochReader("milliseconds", -3);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    Decimal number = Decimal.of(kind, value, misfit);
    if (number.wholeDigits() - micros > UtcTime.MOST_DIGITS) {
      throw UtcTime.OUT_OF_RANGE;
    }
    long time = number.inUnitsOf(micros);
    return UtcTime.text(Math.floorDiv(time, UtcTime.MICROS), Math.floorMod(time, UtcTime.MICROS));
  }
}

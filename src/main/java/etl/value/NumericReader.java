package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;

/** Reads numbers of a precision and a scale: by value, and strings of one; never rounded. */
final class NumericReader extends ValueReader {
  private final int scale;
  private final int wholeDigits;
  private final Misfit outOfRange;
  private final Misfit moreDecimals;

  NumericReader(int precision, int scale) {
    super("a number", JsonKind.NUMBER, JsonKind.STRING);
    this.scale = scale;
    this.wholeDigits = precision - scale;
    this.outOfRange = Misfit.outOfRange("numeric(" + precision + "," + scale + ")");
    this.moreDecimals = new Misfit(Misfit.Kind.OUT_OF_RANGE, tooExact(scale));
  }

  private static String tooExact(int scale) {
    return switch (scale) {
      case 0 -> "has decimals";
      case 1 -> "has more than 1 decimal";
      default -> "has more than " + scale + " decimals";
    };
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    JsonNumber number = number(kind, value);
    if (number.wholeDigits() > wholeDigits) {
      throw outOfRange;
    }
    if (number.decimals() > scale) {
      throw moreDecimals;
    }
    return number.text(scale);
  }
}

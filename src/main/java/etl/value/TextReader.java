package etl.value;

import etl.json.JsonKind;

/** Reads texts of a bounded length; numbers and booleans as their literals. */
final class TextReader implements ValueReader {
  private final int longest;
  private final Misfit tooLong;

  /**
   * @param length in code points; 0 for no limit
   */
  TextReader(int length) {
    longest = length == 0 ? Integer.MAX_VALUE : length;
    tooLong = Misfit.longerThan(longest);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (mayBeUnstorable) {
      Storable.check(value);
    }
    if (value.length() > longest && value.codePointCount(0, value.length()) > longest) {
      throw tooLong;
    }
    return value;
  }

  @Override
  public boolean accepts(JsonKind kind) {
    return kind == JsonKind.STRING || kind == JsonKind.NUMBER || kind == JsonKind.BOOLEAN;
  }

  @Override
  public String description() {
    return "text, a number or a boolean";
  }
}

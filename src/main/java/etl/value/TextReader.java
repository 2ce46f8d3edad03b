package etl.value;

import etl.json.JsonKind;

/** Reads texts of a bounded length; numbers and booleans as their literals. */
final class TextReader extends ValueReader {
  /** The text is none that PostgreSQL can keep. */
  static final Misfit UNSTORABLE =
      new Misfit(Misfit.Kind.UNSTORABLE, "holds NUL or half of a surrogate pair");

  private final int longest;
  private final Misfit tooLong;

  TextReader(int length) {
    super("text, a number or a boolean", JsonKind.STRING, JsonKind.NUMBER, JsonKind.BOOLEAN);
    longest = length == 0 ? Integer.MAX_VALUE : length;
    tooLong = Misfit.longerThan(longest);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    if (mayBeUnstorable) {
      checkStorable(value);
    }
    if (value.length() > longest && value.codePointCount(0, value.length()) > longest) {
      throw tooLong;
    }
    return value;
  }

  /**
   * @throws Misfit if the text holds NUL or half of a surrogate pair
   */
  static void checkStorable(String text) throws Misfit {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw UNSTORABLE;
      }
      if (Character.isSurrogate(c)) {
        i++;
        if (Character.isLowSurrogate(c)
            || i == text.length()
            || !Character.isLowSurrogate(text.charAt(i))) {
          throw UNSTORABLE;
        }
      }
    }
  }
}

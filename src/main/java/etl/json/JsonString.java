package etl.json;

/** The escape sequences of JSON strings. */
final class JsonString {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String MEANINGS = "\"\\/\b\f\n\r\t";

  private JsonString() {}

  /**
   * Where an escape sequence ends.
   *
   * @param backslash where it begins
   * @return the index of its last character, or the complement of the index where it goes wrong
   */
  static int endOfEscape(String text, int backslash) {
    int p = backslash + 1;
    if (p >= text.length()) {
      return ~p;
    }
    char c = text.charAt(p);
    if (c != 'u') {
      return ESCAPES.indexOf(c) >= 0 ? p : ~p;
    }
    for (int i = 0; i < 4; i++) {
      p++;
      if (p >= text.length() || !isHexDigit(text.charAt(p))) {
        return ~p;
      }
    }
    return p;
  }

  /** The unescaped text; it must contain complete escape sequences only. */
  static String unescape(String text, int start, int stop) {
    char[] value = new char[stop - start];
    int length = 0;
    int p = start;
    while (p < stop) {
      // At most as far as the next string that has one.
      int backslash = text.indexOf('\\', p);
      int end = backslash < 0 ? stop : Math.min(backslash, stop);
      text.getChars(p, end, value, length);
      length += end - p;
      p = end;
      if (p < stop) {
        char escape = text.charAt(p + 1);
        if (escape == 'u') {
          value[length++] = (char) Integer.parseInt(text, p + 2, p + 6, 16);
          p += 6;
        } else {
          value[length++] = MEANINGS.charAt(ESCAPES.indexOf(escape));
          p += 2;
        }
      }
    }
    return new String(value, 0, length);
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}

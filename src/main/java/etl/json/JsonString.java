package etl.json;

import java.util.HexFormat;

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
    if (c == '"' || c == '\\') {
      // Nearly all, where the string is JSON itself.
      return p;
    } else if (c != 'u') {
      return ESCAPES.indexOf(c) >= 0 ? p : ~p;
    }
    for (int i = 0; i < 4; i++) {
      p++;
      if (p >= text.length() || !HexFormat.isHexDigit(text.charAt(p))) {
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
      char c = text.charAt(p++);
      if (c == '\\') {
        c = text.charAt(p++);
        if (c == 'u') {
          c = (char) HexFormat.fromHexDigits(text, p, p + 4);
          p += 4;
        } else if (c != '"' && c != '\\') {
          c = MEANINGS.charAt(ESCAPES.indexOf(c));
        }
      }
      value[length++] = c;
    }
    return new String(value, 0, length);
  }
}

package etl.value;

import java.text.Normalizer;

/** What canonical forms do to texts of any language. */
final class Unicode {
  // Far more than any language writes; normalizing takes time by the square of it.
  private static final int MOST_MARKS = 100;

  private static final Misfit TOO_MANY_MARKS =
      new Misfit(Misfit.Kind.OUT_OF_RANGE, "holds more than 100 combining marks in a row");

  // All characters below are in form C, whatever follows.
  private static final char FIRST_MARK = '\u0300';

  // A list of its own, so that no JDK has another one.
  private static final String WHITE_SPACE =
      "\t\n"
          + "\u000b\f\r"
          + "\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
          + "\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff";

  private Unicode() {}

  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isWhiteSpace(char c) {
    return (c <= ' ' || c >= '\u0085') && WHITE_SPACE.indexOf(c) >= 0;
  }

  static String nfc(String text) throws Misfit {
    int i = 0;
    while (i < text.length() && text.charAt(i) < FIRST_MARK) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    for (int marks = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks > MOST_MARKS) {
        throw TOO_MANY_MARKS;
      }
    }
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** In lower case, each code point by itself, so that no letter depends on its neighbours. */
  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) || Character.toLowerCase(c) != c) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
      }
    }
    return text;
  }
}

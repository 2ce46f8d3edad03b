package etl.event;

/** What a text takes: in memory, or in UTF-8 on its way to the database, whichever is more. */
final class TextSize {
  /** Shorter ones count by their characters: what they take besides outweighs the difference. */
  private static final int SHORT = 1024;

  private static final int LATIN_1 = 0x100;

  private TextSize() {}

  static long of(String text) {
    int length = text.length();
    if (length <= SHORT) {
      return length;
    }
    long utf8 = length;
    boolean wide = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A pair of surrogates has four bytes.
        utf8 += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
        wide |= c >= LATIN_1;
      }
    }
    // Such strings have two bytes for each character.
    return wide ? Math.max(utf8, 2L * length) : utf8;
  }
}

package etl.terminal;

/**
 * The sequences of ECMA-48 by which a terminal is told what to do; every terminal of today knows
 * these.
 */
final class Escapes {
  /** Erases from the cursor to the end of the screen. */
  static final String ERASE_BELOW = "\u001b[J";

  /** Erases from the cursor to the end of the line. */
  static final String ERASE_RIGHT = "\u001b[K";

  private Escapes() {}

  /** To the first column of the line that is so many lines further up. */
  static String lineAbove(int lines) {
    return lines == 0 ? "\r" : "\r\u001b[" + lines + "A";
  }
}

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

  /** Erases all of the screen. */
  static final String ERASE_ALL = "\u001b[2J";

  /** To the first column of the first line. */
  static final String HOME = "\u001b[H";

  /** To the screen that whole-screen programs use, and no cursor. */
  static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";

  /** Back to the screen as it was, with its cursor. */
  static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";

  private Escapes() {}

  /** To the first column of the line that is so many lines further up. */
  static String lineAbove(int lines) {
    return lines == 0 ? "\r" : "\r\u001b[" + lines + "A";
  }
}

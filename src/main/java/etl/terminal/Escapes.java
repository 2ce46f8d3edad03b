package etl.terminal;

/** Terminal control sequences of ECMA-48 that every current terminal understands. */
final class Escapes {
  /** Erases from the cursor to the end of the screen. */
  static final String ERASE_BELOW = "\u001b[J";

  /** Erases from the cursor to the end of the line. */
  static final String ERASE_RIGHT = "\u001b[K";

  /** Erases the whole screen. */
  static final String ERASE_ALL = "\u001b[2J";

  /** Moves to the first column of the first line. */
  static final String HOME = "\u001b[H";

  /** Switches to the alternate screen, and hides the cursor. */
  static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";

  /** Switches back to the main screen, with its cursor. */
  static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";

  private Escapes() {}

  /** Moves to the first column of the line that many lines up. */
  static String lineAbove(int lines) {
    return lines == 0 ? "\r" : "\r\u001b[" + lines + "A";
  }
}

package etl.terminal;

/**
 * A terminal's size in characters.
 *
 * @param columns how wide it is
 * @param rows how high it is
 */
public record TerminalSize(int columns, int rows) {
  public TerminalSize {
    if (columns < 1 || rows < 1) {
      throw new IllegalArgumentException("a terminal has at least one column and one row");
    }
  }
}

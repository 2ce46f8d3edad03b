package etl.cli.option;

/** A word of a command that people copy. */
final class ShellWord {
  private ShellWord() {}

  /** As a shell takes it. */
  static String quoted(String word) {
    return word.matches("[\\w./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

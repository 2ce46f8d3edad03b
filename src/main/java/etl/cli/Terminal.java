package etl.cli;

import java.io.Console;

/** Asks the person at the terminal, where there is one. */
final class Terminal {
  private final Console console;

  private Terminal(Console console) {
    this.console = console;
  }

  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(console != null && isTerminal(console) ? console : null);
  }

  /** Newer Java gives a console where there is none, and says so by a method of its own. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  boolean isThere() {
    return console != null;
  }

  /** Whether the answer is yes. */
  boolean confirms(String question) {
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().matches("(?i)y|yes");
  }

  /** What is typed, without showing it. */
  String hidden(String prompt) {
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? "" : new String(typed);
  }
}

package etl.terminal;

import java.io.Console;

/** Asks the person at the terminal, if there is one. */
public final class Prompt {
  private final Console console;

  private Prompt(Console console) {
    this.console = console;
  }

  public static Prompt ofProcess() {
    Console console = System.console();
    return new Prompt(console != null && isTerminal(console) ? console : null);
  }

  /** Newer Java returns a console even without a terminal, and has a method to tell. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  public boolean isThere() {
    return console != null;
  }

  /** Whether the answer is yes. */
  public boolean confirms(String question) {
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().matches("(?i)y|yes");
  }

  /** Reads a line without echo. */
  public String hidden(String prompt) {
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? "" : new String(typed);
  }
}

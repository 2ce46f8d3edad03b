package etl.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes that tests start. */
public final class ProcessSignals {
  /**
   * A process inherits which signals are ignored, as nohup and a script's {@code &} have it, and
   * neither a shell nor a JVM can undo that. GNU's env can, and so can Perl.
   */
  private static final String RESTORE =
      """
      if env --default-signal=HUP,INT,QUIT,TERM true 2>/dev/null; then
        exec env --default-signal=HUP,INT,QUIT,TERM "$@"
      elif command -v perl >/dev/null; then
        exec perl -e '$SIG{$_} = "DEFAULT" for qw(HUP INT QUIT TERM); exec @ARGV' "$@"
      fi
      exec "$@"
      """;

  private ProcessSignals() {}

  /**
   * The command for a process that hears the signals which ask it to stop, also where this JVM was
   * started to ignore them. It stays one process.
   */
  public static List<String> heardBy(List<String> command) {
    List<String> all = new ArrayList<>(List.of("sh", "-c", RESTORE, "sh"));
    all.addAll(command);
    return all;
  }

  /** The command for a process that ignores a signal, as by nohup; it stays one process. */
  public static List<String> ignoredBy(String signal, List<String> command) {
    List<String> all =
        new ArrayList<>(List.of("sh", "-c", "trap '' " + signal + "; exec \"$@\"", "sh"));
    all.addAll(command);
    return all;
  }

  /** Sends a signal by its name. */
  public static void send(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

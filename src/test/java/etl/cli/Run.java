package etl.cli;

import etl.environment.ProcessContext;
import etl.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of the wired command line, in this process, gave back.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Run(int code, String out, String err) {
  /** Runs without any environment. */
  public static Run etl(String... args) {
    return reading("", Map.of(), args);
  }

  public static Run etl(Map<String, String> environment, String... args) {
    return reading("", environment, args);
  }

  static Run reading(String in, Map<String, String> environment, String... args) {
    return run(in, environment, Terminal.NONE, args);
  }

  /** Runs with standard output on a terminal. */
  static Run onTerminal(String... args) {
    return onTerminal(100, args);
  }

  /** The same on a terminal of so many columns. */
  static Run onTerminal(int columns, String... args) {
    return run("", Map.of(), () -> Optional.of(new Terminal.Size(columns, 40)), args);
  }

  private static Run run(
      String in, Map<String, String> environment, Terminal outTerminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            environment,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            outTerminal,
            Terminal.NONE);
    int code = Cli.run(process, args);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}

package etl.completions;

import etl.cli.Cli;
import etl.cli.Shell;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** The completion scripts of the program as it is. */
final class Completions {
  private Completions() {}

  /** The scripts by file name. */
  static Map<String, String> scripts() {
    Command command = Command.of(etl().getCommandSpec());
    return Map.of(
        "etl.bash", new BashCompletion().script(command),
        "_etl", new ZshCompletion().script(command),
        "etl.fish", new FishCompletion().script(command));
  }

  private static CommandLine etl() {
    return Cli.commandLine(
        new Shell(
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            Clock.systemUTC()));
  }
}

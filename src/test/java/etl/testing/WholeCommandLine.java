package etl.testing;

import etl.cli.Cli;
import etl.environment.ProcessContext;
import etl.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** The program's command line with all its commands, for looking at it. */
public final class WholeCommandLine {
  private WholeCommandLine() {}

  public static CommandLine make() {
    return Cli.commandLine(
        new ProcessContext(
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            Terminal.NONE,
            Terminal.NONE));
  }
}

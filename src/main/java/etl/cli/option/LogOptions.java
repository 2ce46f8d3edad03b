package etl.cli.option;

import etl.environment.ProcessContext;
import etl.environment.TextOrJson;
import etl.log.Log;
import etl.log.LogLevel;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What a command logs on standard error. */
public final class LogOptions {
  @Option(
      names = "--log-level",
      order = 2,
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "How much to log on standard error: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  public LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = "--log-format",
      order = 2,
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How to log: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  public TextOrJson logFormat = TextOrJson.TEXT;

  @Option(
      names = "--stacktrace",
      order = 2,
      description = "Print where an error comes from: class names and line numbers, never values.")
  public boolean stacktrace;

  public Log log(ProcessContext process) {
    return new Log(process.err(), logLevel, logFormat, process.clock());
  }

  /** The options as they were given to the command, or their defaults. */
  public static LogOptions of(CommandLine command) {
    return command.getCommand() instanceof ProcessCommand known ? known.logging : new LogOptions();
  }
}

package etl.cli;

import picocli.CommandLine.Option;

/** What every command says on standard error. */
final class LogOptions {
  static final String LOG_LEVEL = "--log-level";
  static final String LOG_FORMAT = "--log-format";
  static final String STACKTRACE = "--stacktrace";

  @Option(
      names = LOG_LEVEL,
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "What to log on standard error: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  LogLevel logLevel;

  @Option(
      names = LOG_FORMAT,
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Log lines for people or JSON lines: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  LogFormat logFormat;

  @Option(
      names = STACKTRACE,
      description = "Where an error comes from: class names and lines, never values.")
  boolean stacktrace;
}

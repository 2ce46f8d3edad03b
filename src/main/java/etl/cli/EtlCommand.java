package etl.cli;

import etl.cli.option.HelpOption;
import etl.environment.ExitCode;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program itself: lists the commands. */
@Command(
    name = "etl",
    description =
        "Moves JSON events from an Amazon SQS queue into PostgreSQL and masks personal data on the"
            + " way.",
    footer = {
      "  etl consume --sandbox        try it, with nothing set up",
      "  etl consume --follow         run as a service",
      "  etl recover 5e88...e9d4      look up an original value",
      "  etl stats --format json      queue depth and row counts",
      "",
      "'etl help COMMAND', or 'etl COMMAND --help', shows the options of a command."
    })
final class EtlCommand implements Callable<Integer> {
  static final String VERSION = "--version";
  private static final String SHORT_VERSION = "-V";

  /** {@link Cli} answers these itself. */
  static final Set<String> VERSIONS = Set.of(SHORT_VERSION, VERSION);

  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = {SHORT_VERSION, VERSION},
      order = 4,
      description = "Show the version and exit.")
  boolean version;

  @Spec CommandSpec spec;

  /** Without a command: which ones there are, on standard error. */
  @Override
  public Integer call() {
    Help help = new Help(spec, Help.Ansi.OFF);
    PrintWriter err = spec.commandLine().getErr();
    err.println("etl: a command is missing");
    err.println();
    err.print("Usage: " + help.synopsis(0));
    err.println();
    err.print(help.commandList());
    err.println();
    err.println("'etl help COMMAND' shows the options of a command.");
    err.flush();
    return ExitCode.USAGE.number();
  }
}

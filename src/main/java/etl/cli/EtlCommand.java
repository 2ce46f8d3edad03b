package etl.cli;

import etl.cli.option.HelpOption;
import etl.environment.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself: lists the commands. */
@Command(
    name = "etl",
    versionProvider = EtlCommand.ProgramVersion.class,
    description =
        "Moves JSON events from an Amazon SQS queue into PostgreSQL and masks personal data on the"
            + " way.",
    footer = {
      "  etl consume --sandbox        try it, with nothing set up",
      "  etl consume --follow         run as a service",
      "  etl recover 5e88...e9d4      look up an original value",
      "  etl stats --format json      queue depth and row counts",
      "",
      "'etl COMMAND --help' shows the options of a command."
    })
final class EtlCommand implements Runnable {
  static final String VERSION = "--version";

  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = {"-V", VERSION},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version as picocli asks for it. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.text()};
    }
  }
}

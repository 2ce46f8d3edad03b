package etl.cli.rejects;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.DurationConverter;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.output.CountsPrinter;
import etl.output.ReportFormat;
import etl.postgres.rejects.RejectedMessages;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl rejects purge}: removes rejected messages for good. */
@Command(
    name = "purge",
    description = "Removes old rejected messages for good, and prints how many.",
    footer = {"  etl rejects purge --older-than 90d"})
final class RejectsPurgeCommand implements Callable<Integer> {
  @Option(
      names = "--older-than",
      paramLabel = "D",
      required = true,
      converter = DurationConverter.class,
      description = "Remove those rejected more than D ago: 12h, 90d, P90D.")
  Duration olderThan;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The count on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  private final ProcessContext process;

  RejectsPurgeCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    long purged = access.with(process, database -> new RejectedMessages(database).purge(olderThan));
    CountsPrinter.print(Map.of("purged", purged), format, process);
    return ExitCode.DONE.number();
  }
}

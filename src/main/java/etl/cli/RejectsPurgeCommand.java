package etl.cli;

import etl.postgres.RejectedMessages;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl rejects purge}: removes rejected messages for good. */
@Command(
    name = "purge",
    description = "Removes rejected messages for good, by their age, and counts them.",
    footer = {"  etl rejects purge --older-than 90d"})
final class RejectsPurgeCommand implements Callable<Integer> {
  @Option(
      names = "--older-than",
      paramLabel = "D",
      required = true,
      converter = DurationConverter.class,
      description = "Only those that were rejected longer ago than this: 12h, 90d, P90D.")
  Duration olderThan;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The count on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin DatabaseAccess access = new DatabaseAccess();

  private final Shell shell;

  RejectsPurgeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long purged = access.with(shell, database -> new RejectedMessages(database).purge(olderThan));
    Figures.print(Map.of("purged", purged), format, shell);
    return ExitCode.DONE.number();
  }
}

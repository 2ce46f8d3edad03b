package etl.cli.rejects;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.postgres.rejects.RejectedMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code etl rejects purge}: removes rejected messages for good. */
@Command(
    name = "purge",
    description =
        "Removes rejected messages for good, those given or the old ones, and prints how many.",
    footer = {
      "  etl rejects purge 5fea7756-0ea4-451a-a703-a558b933e274",
      "  etl rejects purge --older-than 90d"
    })
final class RejectsPurgeCommand extends DatabaseCommand {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "Message ids.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--older-than",
      paramLabel = "D",
      description = "Remove those rejected more than D ago: 12h, 90d, P90D.")
  Duration olderThan;

  @Mixin FormatOptions.Report report = new FormatOptions.Report();

  @Override
  public Integer call() {
    if ((olderThan != null) != ids.isEmpty()) {
      throw misuse("give either ids or --older-than");
    }
    UnknownIds unknown = new UnknownIds(ids);
    long purged = with((variables, database) -> purge(new RejectedMessages(database), unknown));
    report.print(Map.of("purged", purged), process);
    return unknown.report(log()).number();
  }

  private long purge(RejectedMessages rejects, UnknownIds unknown) {
    if (olderThan != null) {
      return rejects.purge(olderThan);
    }
    List<String> purged = rejects.purge(Set.copyOf(ids));
    unknown.found(purged);
    return purged.size();
  }
}

package etl.cli;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.output.AuditList;
import etl.postgres.recover.AuditEntry;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl audit}: who looked up or removed which mappings. */
@Command(
    name = "audit",
    description = {
      "Shows who looked up or removed which original values, by their hashes, oldest first.",
      "",
      "Text output is one line per hash: time, action, database user, operating system user and"
          + " host, hash, whether it was known, and reason, separated by tabs; on a terminal, in"
          + " columns. JSON output is one array; each object covers up to a thousand hashes."
    },
    footer = {"  etl audit --since 7d", "  etl audit --format json"})
final class AuditCommand extends DatabaseCommand {
  @Option(
      names = "--since",
      paramLabel = "D",
      defaultValue = "36500d",
      description = "Only entries from the last D: 12h, 7d (default: all).")
  Duration since;

  @Mixin FormatOptions.Lists list = new FormatOptions.Lists();

  @Override
  public Integer call() {
    return with(
        (variables, database) ->
            list.print(
                new AuditList(), process, each -> AuditEntry.forEach(database, since, each)));
  }
}

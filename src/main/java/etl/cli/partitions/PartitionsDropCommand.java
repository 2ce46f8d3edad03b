package etl.cli.partitions;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.SpecOptions;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.output.Output;
import etl.postgres.Database;
import etl.postgres.partition.Partition;
import etl.postgres.partition.PartitionDrop;
import etl.spec.TableSpec;
import etl.terminal.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl partitions drop}: drops old partitions. */
@Command(
    name = "drop",
    description = {
      "Drops the partitions whose messages were all sent more than D ago, with their rows, for"
          + " good, and prints their names.",
      "",
      "Consumers go on meanwhile: each partition is detached and dropped in a transaction that"
          + " waits two seconds at most for the table, and is tried again for some minutes. The"
          + " default partition stays; etl migrate moves its rows to partitions that can be"
          + " dropped. Mappings stay: see etl forget --older-than."
    },
    footer = {
      "  etl partitions drop --older-than 400d --dry-run --spec visits.json",
      "  etl partitions drop --older-than 400d --yes --spec visits.json"
    })
final class PartitionsDropCommand extends DatabaseCommand {
  /** So long SQS may deliver a message again. */
  private static final Duration KEPT = Duration.ofDays(14);

  @Option(
      names = "--older-than",
      paramLabel = "D",
      required = true,
      description = "Drop those whose last message was sent more than D ago: 400d, P400D.")
  Duration olderThan;

  @Option(names = "--dry-run", description = "Only print which ones would be dropped.")
  boolean dryRun;

  @Option(
      names = "--yes",
      description = "Do not ask for confirmation. Required when there is no terminal.")
  boolean yes;

  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    Prompt terminal = Prompt.ofProcess();
    if (!yes && !dryRun && !terminal.isThere()) {
      throw misuse("there is no terminal to ask for confirmation: give --yes");
    }
    return with(
        (variables, database) -> {
          Log log = log();
          PartitionDrop drop = new PartitionDrop(database, notices());
          List<String> tables =
              events.read(variables).tables().stream().map(TableSpec::name).toList();
          List<Partition> old = drop.before(process.clock().instant().minus(olderThan), tables);
          if (!old.isEmpty() && !dryRun && !yes && !terminal.confirms(question(old, database))) {
            log.complain("partitions.declined", "nothing was dropped");
            return ExitCode.CHECK_FAILED.number();
          }
          if (olderThan.compareTo(KEPT) < 0) {
            notices()
                .accept(
                    "messages of the last 14 days may be delivered again, and are stored again if"
                        + " their partition is gone");
          }
          drop(drop, old);
          return ExitCode.DONE.number();
        });
  }

  private static String question(List<Partition> old, Database database) {
    String names = old.stream().map(Partition::name).collect(Collectors.joining(", "));
    return "Drop %d %s at %s with all rows for good: %s?"
        .formatted(
            old.size(), old.size() == 1 ? "partition" : "partitions", database.target(), names);
  }

  private void drop(PartitionDrop drop, List<Partition> old) {
    Output out = new Output(process.out());
    if (dryRun) {
      old.forEach(partition -> out.line("would drop " + partition.name()));
      out.line(old.size() + " would be dropped");
      out.flush();
      return;
    }
    int dropped = 0;
    for (Partition partition : old) {
      if (drop.drop(partition)) {
        dropped++;
        out.line("dropped " + partition.name());
        // What is done is told even if the next one fails.
        out.flush();
      }
    }
    String waited = "; consumers waited " + drop.longestWait().toMillis() + " ms at most";
    out.line(dropped + " dropped" + (dropped == 0 ? "" : waited));
    out.flush();
  }
}

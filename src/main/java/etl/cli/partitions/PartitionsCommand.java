package etl.cli.partitions;

import etl.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** {@code etl partitions}: groups the commands for partitions. */
@Command(
    name = "partitions",
    subcommands = {PartitionsListCommand.class, PartitionsDropCommand.class},
    description =
        "Lists the partitions of tables that are partitioned by date, and drops old ones.",
    footer = {
      "  etl partitions list --spec visits.json",
      "  etl partitions drop --older-than 400d --spec visits.json",
      "",
      "etl migrate makes partitions. 'etl help partitions COMMAND' shows the options of a command."
    })
public final class PartitionsCommand extends CommandGroup {}

package etl.cli.partitions;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.cli.option.SpecOptions;
import etl.output.PartitionRows;
import etl.postgres.partition.PartitionSize;
import etl.spec.TableSpec;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl partitions list}: lists the partitions. */
@Command(
    name = "list",
    description = {
      "Lists the partitions of the spec's tables with their rows and bytes, the default one too.",
      "",
      "Text output is table, partition, first day, the day after the last one, rows and bytes,"
          + " separated by tabs; on a terminal, in columns. JSON output is one array of objects."
          + " The rows of large partitions are estimates, as PostgreSQL last saw them."
    },
    footer = {
      "  etl partitions list --spec visits.json",
      "  etl partitions list --spec visits.json --format json"
    })
final class PartitionsListCommand extends DatabaseCommand {
  @Mixin SpecOptions events = new SpecOptions();

  @Mixin FormatOptions.Lists list = new FormatOptions.Lists();

  @Override
  public Integer call() {
    return with(
        (variables, database) -> {
          List<String> tables =
              events.read(variables).tables().stream().map(TableSpec::name).toList();
          return list.print(
              new PartitionRows(), process, PartitionSize.of(database, tables)::forEach);
        });
  }
}

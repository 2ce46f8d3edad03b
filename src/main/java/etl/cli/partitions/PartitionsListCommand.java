package etl.cli.partitions;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.SpecOptions;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.output.AnswerFormat;
import etl.output.Output;
import etl.output.PartitionPrinter;
import etl.postgres.partition.PartitionList;
import etl.spec.TableSpec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class PartitionsListCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  AnswerFormat format;

  @Mixin SpecOptions events = new SpecOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  private final ProcessContext process;

  PartitionsListCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    PartitionPrinter list =
        new PartitionPrinter(new Output(process.out()), format, process.outIsTerminal());
    access.with(
        process,
        (variables, database) -> {
          List<String> tables =
              events.read(variables).tables().stream().map(TableSpec::name).toList();
          new PartitionList(database).of(tables).forEach(list::add);
          list.finish();
          return null;
        });
    return ExitCode.DONE.number();
  }
}

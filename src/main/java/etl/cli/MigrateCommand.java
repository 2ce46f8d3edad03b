package etl.cli;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.DatabaseOptions;
import etl.cli.option.ProcessCommand;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.output.Output;
import etl.postgres.Database;
import etl.postgres.partition.PartitionMaker;
import etl.postgres.partition.PartitionedTable;
import etl.postgres.schema.Schema;
import etl.spec.EventSpec;
import etl.spec.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl migrate}: brings the tables up to date. */
@Command(
    name = "migrate",
    description = {
      "Creates the tables, or alters them to the shape that this version needs.",
      "",
      "Where the spec wants a table partitioned, makes the partitions of the next 7 days or 3"
          + " months, and moves rows of the default partition to those that they belong to: run it"
          + " once a day.",
      "",
      "For the owner of a database in which consumers have no right to alter tables. Changes"
          + " nothing if the tables are up to date."
    },
    footer = {
      "  etl migrate --database-url postgresql://owner@db/logins",
      "  etl migrate --env-file owner.env"
    })
final class MigrateCommand extends ProcessCommand {
  @Mixin SpecOptions events = new SpecOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  @Override
  public Integer call() {
    access.with(process, this::migrate);
    return ExitCode.DONE.number();
  }

  private List<String> migrate(Environment variables, Database database) {
    Log log = access.logging.log(process);
    Consumer<String> notices = DatabaseOptions.notices(log);
    EventSpec spec = events.read(variables);
    List<String> done = new ArrayList<>(new Schema(database, spec, notices).migrate());
    PartitionMaker partitions = new PartitionMaker(database, notices);
    for (TableSpec table : spec.tables()) {
      PartitionedTable.of(table).ifPresent(t -> done.addAll(partitions.makeAhead(t)));
    }
    Output out = new Output(process.out());
    done.forEach(out::line);
    out.line(database.target() + (done.isEmpty() ? " was up to date" : " is up to date"));
    out.flush();
    return done;
  }
}

package etl.cli;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.DatabaseOptions;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.log.Log;
import etl.output.Output;
import etl.postgres.Database;
import etl.postgres.schema.Schema;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl migrate}: brings the tables up to date. */
@Command(
    name = "migrate",
    description = {
      "Creates the tables, or alters them to the shape that this version needs.",
      "",
      "For the owner of a database in which consumers have no right to alter tables. Changes"
          + " nothing if the tables are up to date."
    },
    footer = {
      "  etl migrate --database-url postgresql://owner@db/logins",
      "  etl migrate --env-file owner.env"
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin SpecOptions events = new SpecOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  private final ProcessContext process;

  MigrateCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    access.with(process, this::migrate);
    return ExitCode.DONE.number();
  }

  private List<String> migrate(Environment variables, Database database) {
    Log log = access.logging.log(process);
    Schema schema = new Schema(database, events.read(variables), DatabaseOptions.notices(log));
    List<String> done = schema.migrate();
    Output out = new Output(process.out());
    done.forEach(out::line);
    out.line(database.target() + (done.isEmpty() ? " was up to date" : " is up to date"));
    out.flush();
    return done;
  }
}

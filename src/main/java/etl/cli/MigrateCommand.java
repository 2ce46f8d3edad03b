package etl.cli;

import etl.event.EventSpec;
import etl.postgres.Database;
import etl.postgres.Schema;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl migrate}: brings the tables up to date. */
@Command(
    name = "migrate",
    description = {
      "Brings the tables up to date.",
      "",
      "For owners of databases where consumers may not do so themselves. Changes nothing where"
          + " nothing is to be done."
    },
    footer = {
      "  etl migrate --database-url postgresql://owner@db/logins",
      "  etl migrate --env-file owner.env"
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Shell shell;

  MigrateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Log log = logging.log(shell);
    Output out = new Output(shell.out());
    try (Environment variables = environment.open(shell, log, Purpose.INSPECT);
        Database owned = database.open(variables)) {
      Schema schema = new Schema(owned, EventSpec.userLogins(), DatabaseOptions.notices(log));
      List<String> done = schema.migrate();
      done.forEach(out::line);
      out.line(owned.target() + (done.isEmpty() ? " was up to date" : " is up to date"));
      out.flush();
    }
    return ExitCode.DONE.number();
  }
}

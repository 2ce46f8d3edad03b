package etl.cli;

import etl.cli.option.ProcessCommand;
import etl.cli.option.SpecOptions;
import etl.environment.ExitCode;
import etl.output.Output;
import etl.postgres.schema.Grants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl grants}: prints SQL that grants rights on the tables. */
@Command(
    name = "grants",
    description = {
      "Prints SQL that creates four group roles with their rights; does not run it.",
      "",
      "etl_owner alters the tables; etl_writer consumes and can read no value; etl_analyst reads"
          + " the masked rows; etl_recoverer looks up originals, and each lookup is recorded in the"
          + " audit. The SQL can be run again."
    },
    footer = {"  etl grants | psql -v ON_ERROR_STOP=1 logins"})
final class GrantsCommand extends ProcessCommand {
  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    Output.print(Grants.sql(events.read(process)), process);
    return ExitCode.DONE.number();
  }
}

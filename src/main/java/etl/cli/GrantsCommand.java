package etl.cli;

import etl.cli.option.HelpOption;
import etl.cli.option.LogOptions;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.output.Output;
import etl.postgres.schema.Grants;
import etl.spec.EventSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl grants}: the rights of those who work with the tables. */
@Command(
    name = "grants",
    description = {
      "Prints the SQL of four group roles, and does nothing itself.",
      "",
      "etl_owner changes the tables, etl_writer consumes and reads no value, etl_analyst reads the"
          + " masked rows, etl_recoverer looks originals up and leaves a trace of it. The SQL can be"
          + " run again."
    },
    footer = {"  etl grants | psql -v ON_ERROR_STOP=1 logins"})
final class GrantsCommand implements Callable<Integer> {
  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final ProcessContext process;

  GrantsCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    Output out = new Output(process.out());
    out.write(Grants.sql(EventSpec.userLogins()));
    out.flush();
    return ExitCode.DONE.number();
  }
}

package etl.cli.option;

import etl.environment.Environment;
import etl.environment.ProcessContext;
import etl.event.StoreException;
import etl.log.Log;
import etl.postgres.Database;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** The options of every command that needs only the database. */
public final class DatabaseCommandOptions {
  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin public LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  /** Works with the database that the options describe. */
  public <T> T with(ProcessContext process, Function<Database, T> work) {
    return with(process, (variables, connected) -> work.apply(connected));
  }

  /** The same for work that needs the environment. */
  public <T> T with(ProcessContext process, BiFunction<Environment, Database, T> work) {
    Log log = logging.log(process);
    try (Environment variables = environment.open(process, log, Purpose.LOOK_UP);
        Database connected = database.open(variables, log)) {
      try {
        return work.apply(variables, connected);
      } catch (StoreException e) {
        throw database.explained(e, variables, process);
      }
    }
  }
}

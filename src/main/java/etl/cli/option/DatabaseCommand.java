package etl.cli.option;

import etl.environment.Environment;
import etl.event.StoreException;
import etl.log.Log;
import etl.postgres.Database;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** A command that needs only the database. */
public abstract class DatabaseCommand extends ProcessCommand {
  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, order = 1, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  /** Works with the database that the options describe, and with the environment. */
  protected final <T> T with(BiFunction<Environment, Database, T> work) {
    Log log = log();
    try (Environment variables = environment.open(process, log, Purpose.LOOK_UP, List.of());
        Database connected = database.open(variables, log)) {
      try {
        return work.apply(variables, connected);
      } catch (StoreException e) {
        throw database.explained(e, variables, process);
      }
    }
  }

  protected final Consumer<String> notices() {
    return DatabaseOptions.notices(log());
  }
}

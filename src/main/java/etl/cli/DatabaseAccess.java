package etl.cli;

import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** What every command has that works with the database alone. */
final class DatabaseAccess {
  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  /** Works with the database that the options describe. */
  <T> T with(Shell shell, Function<Database, T> work) {
    return with(shell, (variables, connected) -> work.apply(connected));
  }

  /** The same for what depends on keys. */
  <T> T with(Shell shell, KeyOptions keys, BiFunction<Database, CurrentProtection, T> work) {
    return with(shell, (variables, connected) -> work.apply(connected, keys.open(variables)));
  }

  /** The same for what depends on the environment. */
  <T> T with(Shell shell, BiFunction<Environment, Database, T> work) {
    try (Environment variables = environment.open(shell, logging.log(shell), Purpose.LOOK_UP);
        Database connected = database.open(variables)) {
      return work.apply(variables, connected);
    }
  }
}

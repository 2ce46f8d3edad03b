package etl.cli.keys;

import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.log.LogLevel;
import etl.masking.Keyring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl keys create}: makes a key file. */
@Command(
    name = "create",
    description = {
      "Makes a key file with one generation of random keys, readable only by you.",
      "",
      "An existing file is never overwritten."
    },
    footer = {"  etl keys create etl.keys"})
final class KeysCreateCommand implements Callable<Integer> {
  @Mixin KeyFileArgument argument = new KeyFileArgument();

  private final ProcessContext process;

  KeysCreateCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    Keyring keys = argument.open().create(process.clock().instant());
    KeyFileArgument.list(keys, process);
    argument
        .logging
        .log(process)
        .log(
            LogLevel.WARN,
            "keys.created",
            "message",
            "if this file is lost, every original stored with it is lost for good: keep a copy, but"
                + " not in the database or its backups");
    return ExitCode.DONE.number();
  }
}

package etl.cli.keys;

import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl keys list}: shows what generations a key file has. */
@Command(
    name = "list",
    description = "Shows the generations of a key file: ids and dates, never the keys.",
    footer = {"  etl keys list etl.keys"})
final class KeysListCommand implements Callable<Integer> {
  @Mixin KeyFileArgument argument = new KeyFileArgument();

  private final ProcessContext process;

  KeysListCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    KeyFileArgument.list(argument.open().read(), process);
    return ExitCode.DONE.number();
  }
}

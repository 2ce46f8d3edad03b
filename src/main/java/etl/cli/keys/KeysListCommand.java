package etl.cli.keys;

import etl.cli.option.ProcessCommand;
import etl.environment.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl keys list}: shows what generations a key file has. */
@Command(
    name = "list",
    description = "Shows the generations of a key file: ids and dates, never the keys.",
    footer = {"  etl keys list etl.keys"})
final class KeysListCommand extends ProcessCommand {
  @Mixin KeyFileArgument argument = new KeyFileArgument();

  @Override
  public Integer call() {
    KeyFileArgument.list(argument.open().read(), process);
    return ExitCode.DONE.number();
  }
}

package etl.cli;

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

  private final Shell shell;

  KeysListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    KeyFileArgument.list(argument.open().read(), shell);
    return ExitCode.DONE.number();
  }
}

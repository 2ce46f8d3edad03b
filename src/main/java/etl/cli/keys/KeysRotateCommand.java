package etl.cli.keys;

import etl.doctor.Remedy;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl keys rotate}: adds a generation to a key file. */
@Command(
    name = "rotate",
    description = {
      "Adds a generation of random keys to a key file, which is replaced in one step.",
      "",
      "Copy the file to all consumers, then run etl remask with it. Running consumers then reload"
          + " their key file by themselves, and everything already stored is re-masked and"
          + " re-encrypted."
    },
    footer = {"  etl keys rotate etl.keys && etl remask --keys etl.keys"})
final class KeysRotateCommand implements Callable<Integer> {
  @Mixin KeyFileArgument argument = new KeyFileArgument();

  private final ProcessContext process;

  KeysRotateCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    if (Files.notExists(argument.file)) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "key file " + argument.file + ": no such file",
          Remedy.NO_KEY_FILE_YET,
          null);
    }
    KeyFileArgument.list(argument.open().rotate(process.clock().instant()), process);
    return ExitCode.DONE.number();
  }
}

package etl.cli.keys;

import etl.cli.option.ProcessCommand;
import etl.doctor.Remedy;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.masking.KeyFile;
import etl.masking.Keyring;
import java.nio.file.Files;
import java.time.Instant;
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
          + " re-encrypted.",
      "",
      "With --recovery, adds a generation to both files. If that file does not exist yet, one key"
          + " file becomes two: the recovery file is made, and the key file opens nothing any more."
          + " If an earlier run was interrupted between the two, it is completed."
    },
    footer = {
      "  etl keys rotate etl.keys && etl remask --keys etl.keys",
      "  etl keys rotate etl.keys --recovery etl.recovery"
    })
final class KeysRotateCommand extends ProcessCommand {
  @Mixin KeyFileArgument argument = new KeyFileArgument();

  @Mixin RecoveryFileOption second = new RecoveryFileOption();

  @Override
  public Integer call() {
    if (Files.notExists(argument.file)) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "key file " + argument.file + ": no such file",
          Remedy.NO_KEY_FILE_YET,
          null);
    }
    KeyFile file = argument.open();
    Instant now = process.clock().instant();
    Keyring keys =
        second.pair(file).map(pair -> pair.rotate(now)).orElseGet(() -> file.rotate(now));
    KeyFileArgument.list(keys, process);
    return ExitCode.DONE.number();
  }
}

package etl.cli.keys;

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
final class KeysRotateCommand extends KeyFileCommand {
  @Mixin RecoveryFileOption second = new RecoveryFileOption();

  @Override
  Keyring keys(KeyFile opened) {
    if (Files.notExists(file)) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "key file " + file + ": no such file",
          Remedy.NO_KEY_FILE_YET,
          null);
    }
    Instant now = process.clock().instant();
    return second.pair(opened).map(pair -> pair.rotate(now)).orElseGet(() -> opened.rotate(now));
  }
}

package etl.cli.keys;

import etl.log.LogLevel;
import etl.masking.KeyFile;
import etl.masking.Keyring;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl keys create}: makes a key file. */
@Command(
    name = "create",
    description = {
      "Makes a key file with one generation of random keys, readable only by you.",
      "",
      "With --recovery, makes two: the key file for consumers, which can then mask, and seal what"
          + " they store, but open nothing, and the recovery file, for those who recover originals."
          + " Either both are made or none.",
      "",
      "An existing file is never overwritten."
    },
    footer = {"  etl keys create etl.keys", "  etl keys create etl.keys --recovery etl.recovery"})
final class KeysCreateCommand extends KeyFileCommand {
  @Mixin RecoveryFileOption second = new RecoveryFileOption();

  @Override
  Keyring keys(KeyFile opened) {
    Instant now = process.clock().instant();
    return second.pair(opened).map(pair -> pair.create(now)).orElseGet(() -> opened.create(now));
  }

  @Override
  void done(Keyring keys) {
    log()
        .log(
            LogLevel.WARN,
            "keys.created",
            "message",
            keys.seals()
                ? "if the recovery file is lost, every original stored with it is lost for good:"
                    + " keep a copy, but not in the database, its backups or on consumers' hosts"
                : "if this file is lost, every original stored with it is lost for good: keep a"
                    + " copy, but not in the database or its backups");
  }
}

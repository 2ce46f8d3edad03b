package etl.cli.keys;

import etl.masking.KeyFile;
import etl.masking.KeyFilePair;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The second of two files. */
final class RecoveryFileOption {
  @Option(
      names = "--recovery",
      paramLabel = "FILE",
      description =
          "The recovery file. With it, the key file masks and seals, and opens nothing; the recovery"
              + " file opens everything.")
  Path recovery;

  Optional<KeyFilePair> pair(KeyFile consumer) {
    return Optional.ofNullable(recovery).map(file -> new KeyFilePair(consumer, new KeyFile(file)));
  }
}

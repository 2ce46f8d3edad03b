package etl.cli.keys;

import etl.cli.option.HelpOption;
import etl.cli.option.LogOptions;
import etl.environment.ProcessContext;
import etl.masking.Generation;
import etl.masking.KeyFile;
import etl.masking.Keyring;
import etl.output.Output;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the key file commands share. */
final class KeyFileArgument {
  private static final String ROW = "%-10s  %-20s  %11s  %14s";

  @Parameters(paramLabel = "FILE", description = "The key file.")
  Path file;

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  KeyFile open() {
    return new KeyFile(file);
  }

  /** Prints the generations: numbers, dates and ids, nothing of the keys themselves. */
  static void list(Keyring keys, ProcessContext process) {
    Output out = new Output(process.out());
    out.line(ROW.formatted("generation", "created", "masking key", "encryption key"));
    for (Generation generation : keys.generations()) {
      out.line(
          ROW.formatted(
              generation.number(),
              generation.created(),
              generation.maskingKey(),
              generation.encryptionKey()));
    }
    out.flush();
  }
}

package etl.cli.keys;

import etl.cli.option.ProcessCommand;
import etl.environment.ExitCode;
import etl.masking.Generation;
import etl.masking.KeyFile;
import etl.masking.Keyring;
import etl.output.Output;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A command about a key file, whose generations it prints. */
abstract class KeyFileCommand extends ProcessCommand {
  private static final String ROW = "%-10s  %-20s  %11s  %14s";

  @Parameters(paramLabel = "FILE", description = "The key file.")
  Path file;

  /** Numbers, dates and ids, nothing of the keys themselves. */
  @Override
  public final Integer call() {
    Keyring keys = keys(new KeyFile(file));
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
    done(keys);
    return ExitCode.DONE.number();
  }

  /** What the file holds when the command has done its work. */
  abstract Keyring keys(KeyFile opened);

  void done(Keyring keys) {}
}

package etl.cli.keys;

import etl.masking.KeyFile;
import etl.masking.Keyring;
import picocli.CommandLine.Command;

/** {@code etl keys list}: shows what generations a key file has. */
@Command(
    name = "list",
    description = "Shows the generations of a key file: ids and dates, never the keys.",
    footer = {"  etl keys list etl.keys"})
final class KeysListCommand extends KeyFileCommand {
  @Override
  Keyring keys(KeyFile opened) {
    return opened.read();
  }
}

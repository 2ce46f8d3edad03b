package etl.cli.keys;

import etl.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** {@code etl keys}: groups the key file commands. */
@Command(
    name = "keys",
    subcommands = {KeysCreateCommand.class, KeysRotateCommand.class, KeysListCommand.class},
    description = {
      "Makes, rotates and lists key files.",
      "",
      "With keys, originals are stored encrypted, and nobody without the key file can check a"
          + " guessed value against a mask. If the file is lost, the originals are lost.",
      "",
      "With two files (--recovery), what consumers have masks and seals, and opens nothing; the"
          + " recovery file opens."
    },
    footer = {
      "  etl keys create etl.keys",
      "  etl consume --follow --keys etl.keys",
      "  etl keys rotate etl.keys && etl remask --keys etl.keys",
      "  etl keys create etl.keys --recovery etl.recovery"
    })
public final class KeysCommand extends CommandGroup {}

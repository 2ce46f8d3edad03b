package etl.cli.keys;

import etl.cli.option.CommandGroup;
import etl.environment.ProcessContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code etl keys}: groups the key file commands. */
@Command(
    name = "keys",
    description = {
      "Makes, rotates and lists key files.",
      "",
      "With keys, originals are stored encrypted, and nobody without the key file can check a"
          + " guessed value against a mask. If the file is lost, the originals are lost."
    },
    footer = {
      "  etl keys create etl.keys",
      "  etl consume --follow --keys etl.keys",
      "  etl keys rotate etl.keys && etl remask --keys etl.keys"
    })
public final class KeysCommand extends CommandGroup {
  /** The command with its subcommands. */
  public static CommandLine commandLine(ProcessContext process) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysCreateCommand(process))
        .addSubcommand(new KeysRotateCommand(process))
        .addSubcommand(new KeysListCommand(process));
  }
}

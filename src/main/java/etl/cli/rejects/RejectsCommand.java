package etl.cli.rejects;

import etl.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** {@code etl rejects}: groups the commands for rejected messages. */
@Command(
    name = "rejects",
    subcommands = {
      RejectsListCommand.class,
      RejectsShowCommand.class,
      RejectsRetryCommand.class,
      RejectsPurgeCommand.class
    },
    description = "Shows, retries and removes messages that could not become a row.",
    footer = {
      "  etl rejects list",
      "  etl rejects show 5fea7756-0ea4-451a-a703-a558b933e274 > body.json",
      "  etl rejects retry --all",
      "  etl rejects purge --older-than 90d",
      "",
      "'etl help rejects COMMAND' shows the options of a command."
    })
public final class RejectsCommand extends CommandGroup {}

package etl.cli.rejects;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.output.RejectList;
import etl.postgres.rejects.RejectedMessages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl rejects list}: lists the rejected messages. */
@Command(
    name = "list",
    description = {
      "Lists the rejected messages, oldest first, without their bodies.",
      "",
      "Text output is message id, time of rejection and reason, separated by tabs, and the name of"
          + " the spec where it is not the built-in one; on a terminal, in columns. JSON output is"
          + " one array of objects."
    },
    footer = {"  etl rejects list", "  etl rejects list --format json"})
final class RejectsListCommand extends DatabaseCommand {
  @Mixin FormatOptions.Lists list = new FormatOptions.Lists();

  @Override
  public Integer call() {
    return with(
        (variables, database) ->
            list.print(new RejectList(), process, new RejectedMessages(database)::forEach));
  }
}

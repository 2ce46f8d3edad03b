package etl.cli.rejects;

import etl.cli.option.FormatOptions;
import etl.cli.option.ProcessCommand;
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
final class RejectsListCommand extends ProcessCommand {
  @Mixin FormatOptions.StoredList list = new FormatOptions.StoredList();

  @Override
  public Integer call() {
    return list.print(
        process,
        new RejectList(),
        (variables, database, each) -> new RejectedMessages(database).forEach(each));
  }
}

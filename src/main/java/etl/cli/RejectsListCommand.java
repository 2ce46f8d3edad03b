package etl.cli;

import etl.postgres.RejectedMessages;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl rejects list}: names the rejected messages. */
@Command(
    name = "list",
    description = {
      "Lists the rejected messages, the oldest first, without their bodies.",
      "",
      "Text output is the message's id, the time when it was rejected and the reason, with tabs"
          + " between; JSON output is one array of objects."
    },
    footer = {"  etl rejects list", "  etl rejects list --format json"})
final class RejectsListCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin DatabaseAccess access = new DatabaseAccess();

  private final Shell shell;

  RejectsListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RejectList list = new RejectList(new Output(shell.out()), format);
    access.with(
        shell,
        database -> {
          new RejectedMessages(database).forEach(list::add);
          list.finish();
          return null;
        });
    return ExitCode.DONE.number();
  }
}

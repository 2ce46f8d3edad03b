package etl.cli.rejects;

import etl.cli.option.DatabaseCommandOptions;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.output.AnswerFormat;
import etl.output.Output;
import etl.output.RejectPrinter;
import etl.postgres.rejects.RejectedMessages;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class RejectsListCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  AnswerFormat format;

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  private final ProcessContext process;

  RejectsListCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    RejectPrinter list =
        new RejectPrinter(new Output(process.out()), format, process.outIsTerminal());
    access.with(
        process,
        database -> {
          new RejectedMessages(database).forEach(list::add);
          list.finish();
          return null;
        });
    return ExitCode.DONE.number();
  }
}

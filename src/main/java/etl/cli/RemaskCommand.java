package etl.cli;

import etl.event.EventSpec;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Remask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl remask}: carries what is stored to the newest generation of the keys. */
@Command(
    name = "remask",
    description = {
      "Carries all that is stored to the newest generation of the keys.",
      "",
      "From then on, nothing is written by older keys or without any. Consumers may run meanwhile."
          + " Can be interrupted at any time and done again."
    },
    footer = {
      "  etl remask --keys etl.keys",
      "  etl keys rotate etl.keys && etl remask --keys etl.keys --format json"
    })
final class RemaskCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The counts on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions keys = new KeyOptions();

  @Mixin DatabaseAccess access = new DatabaseAccess();

  private final Shell shell;

  RemaskCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Figures.print(access.with(shell, keys, this::remask), format, shell);
    return ExitCode.DONE.number();
  }

  private Map<String, Long> remask(Database database, CurrentProtection protection) {
    Log log = access.logging.log(shell);
    RemaskLog progress = new RemaskLog(log, shell.clock());
    Remask remask =
        new Remask(
            database,
            EventSpec.userLogins(),
            protection,
            DatabaseOptions.notices(log),
            progress::done);
    Map<String, Long> figures = new LinkedHashMap<>(remask.run());
    figures.put("generation", (long) protection.current().generation());
    return figures;
  }
}

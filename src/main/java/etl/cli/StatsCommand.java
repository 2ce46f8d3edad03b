package etl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl stats}: how much waits and how much is stored. */
@Command(
    name = "stats",
    description = "Counts the messages of the queue and the rows of the tables.",
    footer = {
      "  etl stats",
      "  etl stats --format json --exact",
      "  etl stats --watch=10",
      "  etl stats --fail-if 'queue.visible>1000' --fail-if 'queue.dead_letter.visible>0'"
    })
final class StatsCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Option(names = "--exact", description = "Count large tables row by row instead of estimating.")
  boolean exact;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "2",
      description =
          "Repeat every so many seconds until interrupted (${FALLBACK-VALUE} if not said).")
  Integer watch;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit with 3 if it holds: a number of the JSON form by its path, one of > >= < <= == !=,"
              + " and a number. Can be given again. A count that is null never holds.")
  List<String> failIf = new ArrayList<>();

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Shell shell;

  StatsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return shell.environment().size();
  }
}

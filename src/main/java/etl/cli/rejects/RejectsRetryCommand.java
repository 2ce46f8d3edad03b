package etl.cli.rejects;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.DatabaseOptions;
import etl.cli.option.KeyOptions;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.log.Log;
import etl.masking.CurrentProtection;
import etl.output.CountsPrinter;
import etl.output.ReportFormat;
import etl.postgres.Database;
import etl.postgres.rejects.RejectRetry;
import etl.postgres.rejects.RetryCounts;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code etl rejects retry}: tries rejected messages again. */
@Command(
    name = "retry",
    description = {
      "Parses and stores rejected messages again, under the current rules.",
      "",
      "Each one becomes a row with its mappings and is no longer rejected, or stays rejected. It"
          + " can be interrupted and run again, even while consumers run. If one of the given ids"
          + " stays rejected, its reason is told, and the exit code is 3."
    },
    footer = {
      "  etl rejects retry 5fea7756-0ea4-451a-a703-a558b933e274",
      "  etl rejects retry --all --format json"
    })
final class RejectsRetryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "Message ids.")
  List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Retry all of them.")
  boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The counts on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions keys = new KeyOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  @Spec CommandSpec spec;

  private final ProcessContext process;

  RejectsRetryCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    if (all != ids.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give either ids or --all");
    }
    UnknownIds unknown = new UnknownIds(ids);
    Map<String, String> rejected = new HashMap<>();
    RejectRetry.Listener listener =
        (tried, reasons) -> {
          unknown.found(tried);
          rejected.putAll(reasons);
        };
    RetryCounts counts =
        access.with(
            process,
            keys,
            (database, protection) ->
                all
                    ? retry(database, protection).retryAll()
                    : retry(database, protection).retryThese(Set.copyOf(ids), listener));
    CountsPrinter.print(figures(counts), format, process);
    return report(unknown, rejected).number();
  }

  private ExitCode report(UnknownIds unknown, Map<String, String> rejected) {
    Log log = access.logging.log(process);
    rejected.forEach(
        (id, reason) -> log.complain("rejects.kept", id + " stays rejected: " + reason));
    ExitCode found = unknown.report(log);
    return rejected.isEmpty() ? found : ExitCode.CHECK_FAILED;
  }

  private RejectRetry retry(Database database, CurrentProtection protection) {
    Log log = access.logging.log(process);
    return new RejectRetry(
        database, EventSpec.userLogins(), protection, DatabaseOptions.notices(log));
  }

  private static Map<String, Long> figures(RetryCounts counts) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("retried", counts.retried());
    figures.put("written", counts.written());
    figures.put("duplicates", counts.duplicates());
    figures.put("rejected", counts.rejected());
    return figures;
  }
}

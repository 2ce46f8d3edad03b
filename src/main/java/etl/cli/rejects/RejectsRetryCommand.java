package etl.cli.rejects;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.cli.option.KeyOptions;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.postgres.Database;
import etl.postgres.rejects.RejectRetry;
import etl.postgres.rejects.RejectRetry.RetryCounts;
import etl.spec.EventSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code etl rejects retry}: tries rejected messages again. */
@Command(
    name = "retry",
    description = {
      "Parses and stores rejected messages again, under the current rules.",
      "",
      "Each one becomes rows with their mappings and is no longer rejected, is discarded where the"
          + " spec says so, or stays rejected. It can be interrupted and run again, even while"
          + " consumers run. If one of the given ids stays rejected, its reason is told, and the"
          + " exit code is 3.",
      "",
      "Takes only messages that were rejected by a spec of the same name, with their attributes; it"
          + " says how many it left to which specs. A given id of another spec is told, and the"
          + " exit code is 3."
    },
    footer = {
      "  etl rejects retry 5fea7756-0ea4-451a-a703-a558b933e274",
      "  etl rejects retry --all --format json",
      "  etl rejects retry --all --of-spec user_logins"
    })
final class RejectsRetryCommand extends DatabaseCommand {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "Message ids.")
  List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Retry all of them.")
  boolean all;

  @Option(
      names = "--of-spec",
      paramLabel = "NAME",
      description =
          "Take those that the spec of this name rejected, for instance after it was renamed. What"
              + " stays rejected stays that spec's. The built-in one is user_logins.")
  String ofSpec;

  @Mixin FormatOptions.Report report = new FormatOptions.Report();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions.WithRecovery keys = new KeyOptions.WithRecovery();

  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    if (all != ids.isEmpty()) {
      throw misuse("give either ids or --all");
    }
    RetryReport told = new RetryReport(ids);
    Map<String, Object> figures =
        with((variables, database) -> figures(events.read(variables), variables, database, told));
    report.print(figures, process);
    return told.report(log()).number();
  }

  private Map<String, Object> figures(
      EventSpec parsed, Environment variables, Database database, RetryReport told) {
    String of = ofSpec == null ? parsed.name() : ofSpec;
    RejectRetry retry =
        new RejectRetry(
            database, parsed, of, keys.openFor(variables, "a rejected message"), notices());
    RetryCounts counts = all ? retry.retryAll() : retry.retryThese(Set.copyOf(ids), told);
    Map<String, Long> left = all ? retry.others() : told.left();
    if (all) {
      told.ofAll(counts.rejected(), left);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("retried", counts.retried());
    figures.put("written", counts.written());
    figures.put("duplicates", counts.duplicates());
    figures.put("rejected", counts.rejected());
    if (!parsed.discarded().isEmpty()) {
      figures.put("discarded", counts.discarded());
    }
    if (!left.isEmpty()) {
      figures.put("left_to", left);
    }
    return figures;
  }
}

package etl.cli;

import etl.cli.option.DatabaseOptions;
import etl.cli.option.EnvironmentOptions;
import etl.cli.option.HelpOption;
import etl.cli.option.KeyOptions;
import etl.cli.option.LogOptions;
import etl.cli.option.QueueOptions;
import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.masking.KeysException;
import etl.output.FindingsPrinter;
import etl.output.Output;
import etl.output.ReportFormat;
import etl.postgres.Database;
import etl.postgres.examine.DatabaseExamination;
import etl.sandbox.SandboxRequest.Purpose;
import etl.spec.EventSpec;
import etl.sqs.QueueExamination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl doctor}: checks an installation for common mistakes. */
@Command(
    name = "doctor",
    description = {
      "Checks the queue, the database and the keys for common mistakes, and says how to fix them.",
      "",
      "Changes nothing and receives no message; it times one batch of made-up rows and rolls it"
          + " back. Exits with 3 if there are warnings and with 78 if a check fails."
    },
    footer = {"  etl doctor", "  etl doctor --env-file etl.env --format json"})
final class DoctorCommand implements Callable<Integer> {
  /** A consumer's default: one for each writer and one to spare. */
  private static final int CONNECTIONS = 3;

  /** A consumer's default for the most messages of one transaction. */
  private static final int BATCH_SIZE = 1000;

  private static final long SMALL_HEAP = 120L << 20;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin KeyOptions keys = new KeyOptions();

  @Mixin LogOptions logging = new LogOptions();

  @Mixin HelpOption help = new HelpOption();

  private final ProcessContext process;

  DoctorCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    try (Environment variables = environment.open(process, logging.log(process), Purpose.INSPECT)) {
      List<Finding> behind = new ArrayList<>();
      Duration batch = lookBehindQueue(variables, behind);
      List<Finding> findings = new ArrayList<>(machine());
      findings.addAll(queue(variables, batch));
      findings.addAll(behind);
      print(findings);
      return exitCode(findings).number();
    }
  }

  /** Checks the keys and the database; returns how long a batch takes there, zero if unknown. */
  private Duration lookBehindQueue(Environment variables, List<Finding> findings) {
    CurrentProtection protection = null;
    Finding found;
    try {
      protection = keys.open(variables);
      found = keys(protection.current().generation());
    } catch (KeysException e) {
      found = Finding.failed("keys", e.getMessage(), "fix the key file, or give the right one");
    }
    Duration batch = database(variables, protection, findings);
    findings.add(found);
    return batch;
  }

  private static List<Finding> machine() {
    long heap = Runtime.getRuntime().maxMemory();
    return List.of(
        Finding.ok("machine.java", Runtime.version().toString()),
        Finding.expect(
            heap >= SMALL_HEAP,
            "machine.heap",
            (heap >> 20) + " MiB for this command",
            "give a consumer at least 128 MiB: ETL_JAVA_OPTS=-Xmx256m"));
  }

  private List<Finding> queue(Environment variables, Duration batch) {
    try {
      return new QueueExamination(queue.settings(variables), batch).findings();
    } catch (CommandFailure e) {
      return List.of(Finding.failed("queue", e.getMessage(), "fix that variable"));
    }
  }

  private Duration database(
      Environment variables, CurrentProtection protection, List<Finding> findings) {
    try (Database opened = database.open(variables)) {
      DatabaseExamination examination =
          new DatabaseExamination(
              opened, EventSpec.userLogins(), CONNECTIONS, BATCH_SIZE, process.clock());
      List<Finding> found = examination.findings();
      findings.addAll(found);
      if (protection != null && found.get(0).status() == Status.OK) {
        findings.add(examination.generations(protection));
      }
      return examination.batch().orElse(Duration.ZERO);
    } catch (StoreException e) {
      findings.add(Finding.failed("database", e.getMessage(), "fix the database settings"));
      return Duration.ZERO;
    }
  }

  private static Finding keys(int generation) {
    return Finding.expect(
        generation > 0,
        "keys",
        generation > 0 ? "generation " + generation : "no keys",
        "without a key, anyone can check a guess against a mask: see etl keys create");
  }

  private void print(List<Finding> findings) {
    try (Output out = new Output(process.out())) {
      if (format == ReportFormat.JSON) {
        out.line(FindingsPrinter.json(findings));
      } else {
        findings.forEach(finding -> out.line(FindingsPrinter.text(finding)));
      }
    }
  }

  private static ExitCode exitCode(List<Finding> findings) {
    List<Status> all = findings.stream().map(Finding::status).toList();
    if (all.contains(Status.FAILED)) {
      return ExitCode.CONFIGURATION;
    }
    return all.contains(Status.WARNING) ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }
}

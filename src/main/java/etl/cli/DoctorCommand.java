package etl.cli;

import etl.cli.option.DatabaseOptions;
import etl.cli.option.EnvironmentOptions;
import etl.cli.option.FormatOptions;
import etl.cli.option.KeyOptions;
import etl.cli.option.ProcessCommand;
import etl.cli.option.QueueOptions;
import etl.cli.option.SpecOptions;
import etl.doctor.Finding;
import etl.doctor.Finding.Status;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.TextOrJson;
import etl.log.Log;
import etl.output.FindingsPrinter;
import etl.output.Output;
import etl.sandbox.SandboxRequest.Purpose;
import java.time.Duration;
import java.util.List;
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
    footer = {
      "  etl doctor",
      "  etl doctor --allow-unkeyed",
      "  etl doctor --env-file etl.env --format json"
    })
final class DoctorCommand extends ProcessCommand {
  @Option(
      names = "--delete-after",
      paramLabel = "D",
      defaultValue = "0s",
      description = "Look whether etl consume --delete-after D would do here.")
  Duration deleteAfter;

  @Mixin FormatOptions.Report report = new FormatOptions.Report();

  @Option(names = "--allow-unkeyed", description = "A set-up without keys is no warning.")
  boolean allowUnkeyed;

  @Mixin SpecOptions events = new SpecOptions();

  @Mixin EnvironmentOptions environment = new EnvironmentOptions();

  @ArgGroup(validate = false, heading = "%nQueue:%n")
  QueueOptions queue = new QueueOptions();

  @ArgGroup(validate = false, heading = "%nDatabase:%n")
  DatabaseOptions database = new DatabaseOptions();

  @Mixin KeyOptions keys = new KeyOptions();

  @Override
  public Integer call() {
    Log log = log();
    try (Environment variables = environment.open(process, log, Purpose.INSPECT, List.of())) {
      List<Finding> findings =
          new Checkup(this, variables, events.read(variables), process.clock(), log).findings();
      print(findings);
      return exitCode(findings).number();
    }
  }

  private void print(List<Finding> findings) {
    try (Output out = new Output(process.out())) {
      if (report.format == TextOrJson.JSON) {
        out.line(FindingsPrinter.json(findings));
      } else {
        findings.forEach(finding -> out.line(FindingsPrinter.text(finding)));
        out.line(FindingsPrinter.counts(findings));
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

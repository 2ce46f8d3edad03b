package etl.cli;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.cli.option.KeyOptions;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.log.RemaskLog;
import etl.masking.CurrentProtection;
import etl.output.CountsPrinter;
import etl.postgres.Database;
import etl.postgres.rekey.Remask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etl remask}: re-keys what is stored to the newest key generation. */
@Command(
    name = "remask",
    description = {
      "Re-masks and re-encrypts everything stored with the newest key generation: rows, mappings,"
          + " rejected messages, forgotten hashes, and the hashes in the audit. Rows are those of"
          + " all columns that the database remembers as masked, of whatever event spec.",
      "",
      "What the keys cannot open, because the recovery file is not given, is encrypted once more as it"
          + " is; the recovery file opens it.",
      "",
      "Once it has started, nothing more is written with older keys or without a key. Consumers can"
          + " keep running. It can be interrupted at any time and run again."
    },
    footer = {
      "  etl remask --keys etl.keys",
      "  etl keys rotate etl.keys && etl remask --keys etl.keys --format json",
      "  etl remask --keys etl.keys --recovery-keys etl.recovery"
    })
final class RemaskCommand extends DatabaseCommand {
  @Mixin FormatOptions.Report report = new FormatOptions.Report();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions.WithRecovery keys = new KeyOptions.WithRecovery();

  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    events.checkGiven();
    // Names of tables stay as they are.
    CountsPrinter.print(with(this::remask), report.format, UnaryOperator.identity(), process);
    return ExitCode.DONE.number();
  }

  private Map<String, Long> remask(Environment variables, Database database) {
    CurrentProtection protection = keys.open(variables);
    Log log = log();
    RemaskLog progress = new RemaskLog(log, process.clock());
    Remask remask = new Remask(database, protection, notices(), progress::done);
    Map<String, Long> figures = new LinkedHashMap<>(remask.run());
    figures.put("generation", (long) protection.current().generation());
    return figures;
  }
}

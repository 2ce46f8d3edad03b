package etl.cli;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.cli.option.KeyOptions;
import etl.cli.option.ReasonOption;
import etl.cli.option.SpecOptions;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.forget.Forgetting;
import etl.postgres.forget.Forgetting.ForgetPreview;
import etl.postgres.forget.Forgetting.ForgetReceipt;
import etl.postgres.recover.Actor;
import etl.terminal.Prompt;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl forget}: removes mappings for good. */
@Command(
    name = "forget",
    description = {
      "Removes original values for good, by their hashes or their age.",
      "",
      "The mapping from a hash to its original is removed, and the original is not stored again"
          + " even if it arrives again. Rejected messages that contain it are removed too, as far"
          + " as they can be decrypted. --older-than removes mappings by the time they were first"
          + " written; these are written again if their values arrive again. Masked rows are not"
          + " changed. Each removal is recorded in the audit, and a receipt is printed on standard"
          + " output.",
      "",
      "A value is found as it is spelled, and in each canonical form in which the database holds"
          + " masks: where addresses are masked in one form, any spelling of an address finds it."
          + " Exits with 3 if neither a mapping nor a rejected message was removed, or if rejected"
          + " messages could not be read; the hash is on the forgotten list all the same."
    },
    footer = {
      "  etl forget 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "  etl forget --value-from-stdin --yes --reason 'ticket 17' < value.txt",
      "  etl forget --older-than 90d --yes"
    })
final class ForgetCommand extends DatabaseCommand {
  @Mixin HashArguments hashes = new HashArguments();

  @Option(
      names = "--value-from-stdin",
      description =
          "Forget the values on standard input, one per line. (Arguments would end up in the"
              + " shell's history.)")
  boolean valueFromStdin;

  @Option(
      names = "--older-than",
      paramLabel = "D",
      description = "Remove the mappings first written more than D ago: 90d, P90D.")
  Duration olderThan;

  @Option(
      names = "--yes",
      description = "Do not ask for confirmation. Required when there is no terminal.")
  boolean yes;

  @Mixin FormatOptions.Report report = new FormatOptions.Report();

  @Mixin ReasonOption reason = new ReasonOption();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions.WithRecovery keys = new KeyOptions.WithRecovery();

  @Mixin SpecOptions events = new SpecOptions();

  @Override
  public Integer call() {
    int kinds =
        (hashes.given.isEmpty() ? 0 : 1) + (valueFromStdin ? 1 : 0) + (olderThan == null ? 0 : 1);
    if (kinds != 1) {
      throw misuse("give exactly one of: hashes, --value-from-stdin, --older-than");
    }
    events.checkGiven();
    List<String> asked = hashes.normalised();
    Prompt terminal = Prompt.ofProcess();
    if (!yes && !terminal.isThere()) {
      throw misuse("there is no terminal to ask for confirmation: give --yes");
    }
    Set<String> values =
        valueFromStdin ? StandardInputValues.read(terminal, process.in()) : Set.of();
    if (valueFromStdin && values.isEmpty()) {
      throw misuse("standard input has no value");
    }
    return with(
        (variables, database) -> {
          Forgetting forgetting = forgetting(variables, database);
          if (!yes && !terminal.confirms(question(forgetting, asked, values, database))) {
            log().complain("forget.declined", "nothing was removed");
            return ExitCode.CHECK_FAILED.number();
          }
          Map<String, Object> receipt = new LinkedHashMap<>();
          receipt.put("time", process.clock().instant().truncatedTo(ChronoUnit.SECONDS));
          receipt.put("database", database.target());
          boolean complete = forget(forgetting, asked, values, receipt);
          report.print(receipt, process);
          return (complete ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
        });
  }

  private String question(
      Forgetting forgetting, List<String> asked, Set<String> values, Database database) {
    if (olderThan != null) {
      return ForgetWords.older(process.clock().instant().minus(olderThan), database);
    }
    ForgetPreview preview = forgetting.preview(asked, values);
    return ForgetWords.these(asked, values.size(), preview, database);
  }

  private Forgetting forgetting(Environment variables, Database database) {
    Actor actor = reason.actor(variables);
    CurrentProtection protection = keys.open(variables);
    return new Forgetting(database, protection, actor, notices());
  }

  private boolean forget(
      Forgetting forgetting, List<String> asked, Set<String> values, Map<String, Object> receipt) {
    if (olderThan != null) {
      receipt.put("mappings_removed", forgetting.forgetOlderThan(olderThan));
      return true;
    }
    ForgetReceipt done = forgetting.forget(asked, values);
    receipt.put("forgotten", done.forgotten());
    receipt.put("mappings_removed", done.mappings());
    receipt.put("rejects_removed", done.rejects());
    receipt.put("rejects_unreadable", done.unreadable());
    receipt.put("nothing_removed", done.nothingRemoved());
    if (!done.complete()) {
      log().complain("forget.incomplete", ForgetWords.shortfall(done));
    }
    return done.complete();
  }
}

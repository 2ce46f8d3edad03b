package etl.cli;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.DatabaseOptions;
import etl.cli.option.DurationConverter;
import etl.cli.option.KeyOptions;
import etl.cli.option.ReasonOption;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.masking.CurrentProtection;
import etl.output.CountsPrinter;
import etl.output.ReportFormat;
import etl.postgres.Database;
import etl.postgres.forget.ForgetReceipt;
import etl.postgres.forget.Forgetting;
import etl.postgres.recover.Actor;
import etl.spec.EventSpec;
import etl.terminal.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/** {@code etl forget}: removes mappings for good. */
@Command(
    name = "forget",
    description = {
      "Removes mappings for good.",
      "",
      "A hash that was given, or the hash of a value, is never mapped again, whatever comes from the"
          + " queue, and the rejected messages that hold its value are removed, as far as they can be"
          + " read. By age, mappings are removed that were first written before then; they are"
          + " written again when their values come again. Masked rows stay as they are. Both stand"
          + " in the audit; the receipt goes to standard output."
    },
    footer = {
      "  etl forget 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "  etl forget --value-from-stdin --yes --reason 'ticket 17' < value.txt",
      "  etl forget --older-than 90d --yes"
    })
final class ForgetCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "HASH",
      arity = "0..*",
      description = "64 hex digits, with the prefix of its key generation where it has one (k1:).")
  List<String> hashes = new ArrayList<>();

  @Option(
      names = "--value-from-stdin",
      description =
          "Forget the values on standard input, one per line: as arguments they would stand in the"
              + " shell's history.")
  boolean valueFromStdin;

  @Option(
      names = "--older-than",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Remove the mappings first written longer ago than this: 90d, P90D.")
  Duration olderThan;

  @Option(names = "--yes", description = "Do not ask. Must be given where there is no terminal.")
  boolean yes;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "The receipt on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ReportFormat format;

  @Mixin ReasonOption reason = new ReasonOption();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions keys = new KeyOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  @Spec CommandSpec spec;

  private final ProcessContext process;

  ForgetCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    int kinds = (hashes.isEmpty() ? 0 : 1) + (valueFromStdin ? 1 : 0) + (olderThan == null ? 0 : 1);
    if (kinds != 1) {
      throw new ParameterException(
          spec.commandLine(), "either hashes or --value-from-stdin or --older-than must be given");
    }
    List<String> asked = Hash.arguments(hashes, spec.commandLine());
    Prompt terminal = Prompt.ofProcess();
    if (!yes && !terminal.isThere()) {
      throw new ParameterException(
          spec.commandLine(), "there is no terminal to confirm it: --yes must be given");
    }
    Set<String> values = valueFromStdin ? values(terminal) : Set.of();
    return access.with(
        process,
        (variables, database) -> {
          Forgetting forgetting = forgetting(variables, database);
          if (!yes
              && !terminal.confirms(question(Math.max(asked.size(), values.size()), database))) {
            access.logging.log(process).complain("forget.declined", "nothing was removed");
            return ExitCode.CHECK_FAILED.number();
          }
          Map<String, Object> receipt = new LinkedHashMap<>();
          receipt.put("time", process.clock().instant().truncatedTo(ChronoUnit.SECONDS));
          receipt.put("database", database.target());
          receipt.putAll(forget(forgetting, asked, values));
          CountsPrinter.print(receipt, format, process);
          return ExitCode.DONE.number();
        });
  }

  private String question(int given, Database database) {
    String where = " at " + database.target() + " for good?";
    if (olderThan != null) {
      Instant before = process.clock().instant().minus(olderThan).truncatedTo(ChronoUnit.SECONDS);
      return "Remove all mappings first written before " + before + where;
    }
    return "Forget " + given + (valueFromStdin ? " value(s)" : " hash(es)") + where;
  }

  private Forgetting forgetting(Environment variables, Database database) {
    Actor actor = reason.actor(variables, spec.commandLine());
    CurrentProtection protection = keys.open(variables);
    return new Forgetting(
        database,
        EventSpec.userLogins(),
        protection,
        actor,
        DatabaseOptions.notices(access.logging.log(process)));
  }

  private Map<String, Long> forget(Forgetting forgetting, List<String> asked, Set<String> values) {
    Map<String, Long> receipt = new LinkedHashMap<>();
    if (olderThan != null) {
      receipt.put("mappings_removed", forgetting.forgetOlderThan(olderThan));
    } else {
      ForgetReceipt done =
          valueFromStdin ? forgetting.forgetValues(values) : forgetting.forgetHashes(asked);
      receipt.put("forgotten", done.forgotten());
      receipt.put("mappings_removed", done.mappings());
      receipt.put("rejects_removed", done.rejects());
      receipt.put("rejects_unreadable", done.unreadable());
    }
    return receipt;
  }

  /** Each line is a value as it stands; empty lines are none. */
  private Set<String> values(Prompt terminal) {
    Set<String> values = new LinkedHashSet<>();
    if (terminal.isThere()) {
      values.add(terminal.hidden("Value: "));
    } else {
      InputStreamReader in = new InputStreamReader(process.in(), StandardCharsets.UTF_8);
      try {
        BufferedReader lines = new BufferedReader(in);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          values.add(line);
        }
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.CONFIGURATION, "standard input: cannot be read", e);
      }
    }
    values.remove("");
    if (values.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "there is no value on standard input");
    }
    return values;
  }
}

package etl.cli;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.FormatOptions;
import etl.cli.option.InputFile;
import etl.cli.option.KeyOptions;
import etl.cli.option.ReasonOption;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.masking.Protection;
import etl.output.AnswerPrinter;
import etl.output.Output;
import etl.postgres.Database;
import etl.postgres.recover.Actor;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoverAudit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl recover}: looks up original values by their hashes. */
@Command(
    name = "recover",
    description = "Looks up original values by their hashes.",
    footer = {
      "  etl recover HASH",
      "  etl recover --from-file hashes.txt --format csv",
      "  psql -Atc 'select masked_ip from user_logins' | etl recover --from-file -",
      "",
      "What cannot be a hash is named by its place, as argument or line, and makes the exit code 2;"
          + " a hash that is not known makes it 3. The others are answered. In a file, blank lines"
          + " and lines that begin with # are skipped.",
      "",
      "Text output is hash, field and original, separated by tabs, in the order given. A backslash,"
          + " tab, line break or other control character in an original is escaped as in JSON"
          + " (\\\\, \\t, \\n"
          + ", \\u001b)."
    })
final class RecoverCommand extends DatabaseCommand {
  @Mixin HashArguments hashes = new HashArguments();

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "Read hashes from a file, one per line; - is standard input.")
  String fromFile;

  @Mixin FormatOptions.Lists list = new FormatOptions.Lists();

  @Mixin ReasonOption reason = new ReasonOption();

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions.WithRecovery keys = new KeyOptions.WithRecovery();

  @Override
  public Integer call() {
    if (hashes.given.isEmpty() && fromFile == null) {
      throw misuse("give a hash or --from-file");
    }
    Log log = log();
    try (InputFile file = fromFile == null ? null : InputFile.open("", fromFile, process.in())) {
      return with((variables, database) -> recover(file, recovery(variables, database, log), log))
          .number();
    }
  }

  private Recovery recovery(Environment variables, Database database, Log log) {
    Actor actor = reason.actor(variables);
    Protection protection = keys.openFor(variables, "the mapping").current();
    Output out = new Output(process.out());
    return new Recovery(
        new MappingReader(database, protection),
        new RecoverAudit(database, protection, actor),
        new AnswerPrinter(out, list.format),
        out,
        log);
  }

  private ExitCode recover(InputFile file, Recovery recovery, Log log) {
    for (int i = 0; i < hashes.given.size(); i++) {
      String hash = HashArguments.normalised(hashes.given.get(i));
      if (hash == null) {
        recovery.malformed(1);
        log.complain("recover.wrong_argument", HashArguments.wrong(i));
      } else {
        recovery.ask(hash);
      }
    }
    if (file != null) {
      recovery.malformed(HashArguments.read(file, recovery::ask, log));
    }
    recovery.finish();
    return recovery.exitCode();
  }
}

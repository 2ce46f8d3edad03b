package etl.cli.spec;

import etl.cli.option.InputFile;
import etl.cli.option.ProcessCommand;
import etl.cli.sample.SampleFile;
import etl.cli.sample.SampleFormatOption;
import etl.environment.CommandFailure;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.log.LogLevel;
import etl.output.Output;
import etl.spec.draft.SpecDrafter;
import etl.spec.file.SpecFile;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etl spec draft}: prints a spec that fits samples. */
@Command(
    name = "draft",
    description = {
      "Reads sample messages and prints a spec to start from: where each value is, a type that fits"
          + " all samples, required where it is always there, and masks where something looks"
          + " personal.",
      "",
      "Needs no server. Standard error tells, by pointer and never with a value, what is masked,"
          + " what is left out and what is guessed. An object or array that is not taken apart, and"
          + " in which something looks personal, is left out. Look for what no name or value gives"
          + " away: a column of free text may hold anything.",
      "",
      "The draft takes the samples: etl spec check with them shows its rows. The more samples, the"
          + " better; one that is no JSON object is told, and then it exits with 3."
    },
    footer = {
      "  etl spec draft --from-file orders.jsonl >orders.json",
      "  etl spec check orders.json --sample orders.jsonl",
      "  etl consume --sandbox --spec orders.json --sandbox-events orders.jsonl",
      "  aws sqs receive-message --queue-url $URL --message-attribute-names All \\",
      "    | etl spec draft --from-file - --sample-format message --table orders"
    })
final class SpecDraftCommand extends ProcessCommand {
  private static final String TABLE = "events";

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      required = true,
      description = "The samples; - for standard input.")
  String file;

  @Mixin SampleFormatOption sampleFormat = new SampleFormatOption();

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "The table's name (default: the file's, or " + TABLE + ").")
  String table;

  @Override
  public Integer call() {
    checkTable();
    Log log = log();
    DraftSamples samples = new DraftSamples(log);
    try (InputFile in = SampleFile.open(file, process.in())) {
      SampleFile.read(in, sampleFormat.format, process.clock(), samples);
      if (samples.drafter.size() == 0) {
        throw CommandFailure.configuration(in + " has no sample that is a JSON object");
      }
      print(samples.drafter.draft(table == null ? SpecDrafter.tableName(file, TABLE) : table), log);
    }
    return (samples.rejected() > 0 ? ExitCode.CHECK_FAILED : ExitCode.DONE).number();
  }

  private void checkTable() {
    Optional<String> wrong = table == null ? Optional.empty() : SpecFile.wrongTable(table);
    if (wrong.isPresent()) {
      throw misuse("--table: " + wrong.get());
    }
  }

  private void print(SpecDrafter.Draft draft, Log log) {
    draft.proposals().forEach(line -> log.say(LogLevel.INFO, "spec.draft", line));
    Output.print(draft.text(), process);
  }
}

package etl.cli.spec;

import etl.cli.option.InputFile;
import etl.cli.option.KeyOptions;
import etl.cli.option.ProcessCommand;
import etl.cli.option.SpecOptions;
import etl.cli.sample.SampleFile;
import etl.cli.sample.SampleFormatOption;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.log.Log;
import etl.log.LogLevel;
import etl.output.Output;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecException;
import etl.spec.file.SpecNotes;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code etl spec check}: tells what is wrong with a spec, and what it makes of samples. */
@Command(
    name = "check",
    description = {
      "Tells everything that is wrong with a spec, one line each with event and column.",
      "",
      "Needs no server. Exits with 78 if something is wrong. Notes name each column that says clear,"
          + " and each that keeps a part (network, date, email) beside a hash of the same place.",
      "",
      "With samples, it prints their rows as JSON lines, as etl consume --dry-run does, and on"
          + " standard error which ones are rejected, as 'line 2: reason', or discarded or left on"
          + " the queue. Exits with 3 if one is rejected.",
      "",
      "Without keys, masks are plain SHA-256: anyone can check a guessed value against them. Do not"
          + " let rows be printed into logs, such as those of a build server, unless the samples are"
          + " made up."
    },
    footer = {
      "  etl spec check orders.json",
      "  etl spec check orders.json --sample events.jsonl",
      "  aws sqs receive-message --queue-url $URL --message-attribute-names All \\",
      "    | etl spec check orders.json --sample - --sample-format message"
    })
final class SpecCheckCommand extends ProcessCommand {
  @Parameters(paramLabel = "FILE", description = "The spec.")
  String file;

  @Option(
      names = "--sample",
      paramLabel = "FILE",
      description = "Try the spec on the messages in this file; - for standard input.")
  String sample;

  @Mixin SampleFormatOption sampleFormat = new SampleFormatOption();

  @Mixin KeyOptions keys = new KeyOptions();

  @Override
  public Integer call() {
    Log log = log();
    EventSpec spec;
    try {
      spec = SpecOptions.open(file);
    } catch (SpecException e) {
      e.problems().forEach(problem -> log.say(LogLevel.ERROR, "spec.problem", problem));
      return ExitCode.CONFIGURATION.number();
    }
    SpecNotes.of(spec).forEach(note -> log.say(LogLevel.INFO, "spec.note", "note: " + note));
    return (sample == null ? sum(spec) : trySamples(spec, log)).number();
  }

  private ExitCode sum(EventSpec spec) {
    Output.print(
        "nothing is wrong with %s: events %d, tables %d\n"
            .formatted(file, spec.events().size(), spec.tables().size()),
        process);
    return ExitCode.DONE;
  }

  private ExitCode trySamples(EventSpec spec, Log log) {
    Environment variables = new Environment(process.environment(), Map.of(), () -> {});
    EventParser parser = new EventParser(spec, keys.open(variables));
    try (Output out = new Output(process.out());
        InputFile samples = SampleFile.open(sample, process.in())) {
      SampleTrial trial = new SampleTrial(spec, parser, out, log);
      SampleFile.read(samples, sampleFormat.format, process.clock(), trial);
      return trial.rejected() > 0 ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }
  }
}

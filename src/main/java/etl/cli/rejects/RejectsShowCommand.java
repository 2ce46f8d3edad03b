package etl.cli.rejects;

import etl.cli.option.DatabaseCommand;
import etl.cli.option.KeyOptions;
import etl.cli.sample.SampleFormat;
import etl.environment.ExitCode;
import etl.masking.Opener;
import etl.output.OutputException;
import etl.output.RejectedMessageJson;
import etl.postgres.generation.SealedKeys;
import etl.postgres.rejects.RejectedMessages;
import etl.postgres.rejects.StoredReject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code etl rejects show}: prints one rejected message. */
@Command(
    name = "show",
    description = {
      "Writes the body of a rejected message to standard output, byte for byte; on a terminal, its"
          + " last line is ended.",
      "",
      "With --format message, writes the whole message as one line of JSON, as aws sqs"
          + " receive-message prints it: with the attributes that its spec reads. 'etl spec check"
          + " --sample-format message' reads that.",
      "",
      "The body contains personal data, and so may the attributes."
    },
    footer = {
      "  etl rejects show 5fea7756-0ea4-451a-a703-a558b933e274 > body.json",
      "  etl rejects show 5fea7756-0ea4-451a-a703-a558b933e274 --format message"
    })
final class RejectsShowCommand extends DatabaseCommand {
  @Parameters(paramLabel = "ID", description = "The message's id.")
  String id;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "body",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  SampleFormat format;

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions.WithRecovery keys = new KeyOptions.WithRecovery();

  @Override
  public Integer call() {
    Optional<byte[]> shown =
        with(
            (variables, database) -> {
              Opener opener =
                  keys.openFor(variables, "a rejected message")
                      .current()
                      .opener(SealedKeys.of(database));
              return new RejectedMessages(database).find(id).map(reject -> shown(reject, opener));
            });
    if (shown.isEmpty()) {
      log()
          .complain(
              "rejects.unknown", "there is no rejected message with that id: see etl rejects list");
      return ExitCode.CHECK_FAILED.number();
    }
    write(shown.get());
    return ExitCode.DONE.number();
  }

  private byte[] shown(StoredReject reject, Opener opener) {
    return format == SampleFormat.BODY
        ? reject.body(opener)
        : (RejectedMessageJson.line(reject, opener) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private void write(byte[] body) {
    try {
      process.out().write(body);
      if (process.outIsTerminal() && (body.length == 0 || body[body.length - 1] != '\n')) {
        process.out().write('\n');
      }
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}

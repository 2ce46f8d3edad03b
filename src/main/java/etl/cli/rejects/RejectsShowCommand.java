package etl.cli.rejects;

import etl.cli.option.DatabaseCommandOptions;
import etl.cli.option.KeyOptions;
import etl.environment.ExitCode;
import etl.environment.ProcessContext;
import etl.output.OutputException;
import etl.postgres.rejects.RejectedMessages;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code etl rejects show}: prints the body of one rejected message. */
@Command(
    name = "show",
    description = {
      "Writes the body of a rejected message to standard output, byte for byte; on a terminal, its"
          + " last line is ended.",
      "",
      "The body contains personal data."
    },
    footer = {"  etl rejects show 5fea7756-0ea4-451a-a703-a558b933e274 > body.json"})
final class RejectsShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The message's id.")
  String id;

  @ArgGroup(validate = false, heading = "%nKeys:%n")
  KeyOptions keys = new KeyOptions();

  @Mixin DatabaseCommandOptions access = new DatabaseCommandOptions();

  private final ProcessContext process;

  RejectsShowCommand(ProcessContext process) {
    this.process = process;
  }

  @Override
  public Integer call() {
    Optional<byte[]> body =
        access.with(
            process,
            keys,
            (database, protection) ->
                new RejectedMessages(database).body(id, protection.current()));
    if (body.isEmpty()) {
      access
          .logging
          .log(process)
          .complain("rejects.unknown", "there is no rejected message with that id");
      return ExitCode.CHECK_FAILED.number();
    }
    write(body.get());
    return ExitCode.DONE.number();
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

package etl.cli.sample;

import etl.cli.option.EnvironmentOptions;
import etl.cli.option.InputFile;
import etl.environment.CommandFailure;
import etl.environment.ProcessContext;
import etl.event.QueueMessage;
import etl.log.Log;
import etl.sandbox.SandboxEvent;
import etl.sandbox.SandboxRequest.Purpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command sends to the sandbox's queue before it begins. */
public final class SandboxEvents {
  @Option(
      names = "--sandbox-events",
      order = 1,
      paramLabel = "FILE",
      description =
          "With --sandbox: send the messages in this file to its queue first, in place of the sample"
              + " logins; - for standard input.")
  String file;

  @Option(
      names = "--sandbox-events-format",
      order = 1,
      paramLabel = "FORMAT",
      defaultValue = "body",
      description =
          "What the file holds: ${COMPLETION-CANDIDATES}. Body: one body a line. Message: messages as"
              + " aws sqs receive-message prints them, with Body and MessageAttributes (default:"
              + " ${DEFAULT-VALUE}).")
  SampleFormat format;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /**
   * What a command asks of the sandbox: logins are sent to it only for the built-in spec.
   *
   * @param ownSpec whether another spec is given
   * @param follow whether the command follows the queue
   */
  public Purpose purpose(boolean ownSpec, boolean follow) {
    if (ownSpec || file != null) {
      return follow ? Purpose.FOLLOW_OWN : Purpose.DRAIN_OWN;
    }
    return follow ? Purpose.FOLLOW : Purpose.DRAIN;
  }

  /**
   * The messages in the file; none where no file is given.
   *
   * @throws CommandFailure if the file cannot be read, or SQS does not take each of them; each one
   *     that it does not take is told
   */
  public List<SandboxEvent> read(EnvironmentOptions environment, ProcessContext process, Log log) {
    if (file == null) {
      return List.of();
    } else if (!environment.sandbox()) {
      throw new ParameterException(
          command.commandLine(), "--sandbox-events is for --sandbox: nothing else is sent to");
    }
    try (InputFile samples = SampleFile.open(file, process.in())) {
      Gathered gathered = new Gathered(log);
      SampleFile.read(samples, format, process.clock(), gathered);
      if (gathered.rejected() > 0 || gathered.events.isEmpty()) {
        String what =
            gathered.rejected() > 0
                ? "messages that cannot be sent: " + gathered.rejected() + ", so that none was sent"
                : "holds no message";
        throw CommandFailure.configuration(samples + ": " + what);
      }
      return gathered.events;
    }
  }

  private static final class Gathered extends Samples {
    private final List<SandboxEvent> events = new ArrayList<>();

    Gathered(Log log) {
      super(log);
    }

    @Override
    protected void take(long line, QueueMessage message) {
      Map<String, String> attributes = new HashMap<>(message.attributes());
      // The sandbox's queue is no FIFO queue.
      attributes.remove(QueueMessage.GROUP);
      SandboxEvent event = new SandboxEvent(message.body(), attributes);
      event.refusal().ifPresentOrElse(why -> reject(line, why), () -> events.add(event));
    }
  }
}

package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be sent to the sandbox is told before any server is started. */
class SandboxEventsTest {
  @TempDir Path folder;

  @Test
  void file_that_cannot_be_read_or_holds_nothing_is_named() throws IOException {
    assertThat(consume("--sandbox", "--sandbox-events", "none.jsonl"))
        .isEqualTo(new Run(78, "", "etl: sample file none.jsonl: no such file\n"));
    Path empty = file("\n \n");
    assertThat(consume("--sandbox", "--sandbox-events", empty.toString()))
        .isEqualTo(new Run(78, "", "etl: sample file " + empty + ": holds no message\n"));
  }

  @Test
  void events_go_to_nothing_but_the_sandbox() throws IOException {
    Run run = consume("--sandbox-events", file("{}").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--sandbox-events is for --sandbox: nothing else is sent to");
  }

  @Test
  void each_line_that_sqs_does_not_take_is_told_and_none_is_sent() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.write(
        events,
        ("{}\n\n" + "x".repeat((1 << 20) + 1) + "\nsecret\u0001\nsecret\u00ff\n")
            .getBytes(StandardCharsets.ISO_8859_1));

    Run run = consume("--sandbox", "--sandbox-events", events.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                78,
                "",
                """
                line 3: longer than 1 MiB, the most that SQS takes
                line 4: holds characters that SQS does not take, or an empty attribute
                line 5: not UTF-8
                etl: sample file %s: messages that cannot be sent: 3, so that none was sent
                """
                    .formatted(events)));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("some.jsonl"), content);
  }

  private static Run consume(String... options) {
    List<String> args = new ArrayList<>(List.of("consume"));
    args.addAll(List.of(options));
    return Run.etl(args.toArray(String[]::new));
  }
}

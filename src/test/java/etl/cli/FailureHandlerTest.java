package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.cli.option.ProcessCommand;
import etl.doctor.Remedy;
import etl.environment.ProcessContext;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.SanitisedException;
import etl.event.StoreException;
import etl.output.OutputException;
import etl.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureHandlerTest {
  private static final RuntimeException SECRET = new IllegalStateException("swordfish");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE, 69", "DENIED, 77", "CONFIGURATION, 78", "DATA, 78", "UNEXPECTED, 1"})
  void trouble_of_an_edge_is_its_message_and_an_exit_code(Fault fault, int code) {
    assertThat(run(new QueueException(fault, "no answer from q", SECRET))).isEqualTo(code);
    assertThat(run(new StoreException(fault, "", "no answer from q", SECRET))).isEqualTo(code);
    assertThat(err().lines()).hasSize(2).allMatch(l -> l.startsWith("etl: no answer from q"));
  }

  @Test
  void remedy_of_a_failure_or_of_its_cause_stands_below_it() {
    StoreException refused = new StoreException(Fault.DENIED, "28P01", "password refused", SECRET);
    run(new StoreException(Fault.DENIED, "", "nothing is shown", refused));
    assertThat(err()).isEqualTo("etl: nothing is shown\n     -> " + Remedy.LOGIN.text() + "\n");
  }

  @Test
  void json_log_has_the_remedy_in_the_same_event() {
    run(
        new QueueException(Fault.CONFIGURATION, "no region", Remedy.NO_REGION, SECRET),
        "--log-format=json");
    assertThat(err().lines()).hasSize(1);
    JsonObject line = JsonParser.parseString(err()).getAsJsonObject();
    assertThat(line.get("message").getAsString()).isEqualTo("no region");
    assertThat(line.get("remedy").getAsString()).isEqualTo(Remedy.NO_REGION.text());
  }

  static Stream<Throwable> bugs() {
    return Stream.of(SECRET, new StackOverflowError("swordfish"), new IOException("swordfish"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void bug_is_named_by_its_class_with_a_hint_and_without_its_message(Throwable bug) {
    assertThat(run(bug)).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "etl: unexpected failure: "
                + bug.getClass().getName()
                + " (run it again with --stacktrace to see where)\n");
  }

  @Test
  void exhausted_memory_is_one_line() {
    assertThat(run(new OutOfMemoryError("swordfish"))).isEqualTo(1);
    assertThat(run(new IllegalStateException(new OutOfMemoryError("swordfish")))).isEqualTo(1);
    assertThat(err().lines()).hasSize(2).allMatch(l -> l.startsWith("etl: out of memory"));
    assertThat(err()).doesNotContain("swordfish");
  }

  @Test
  void stacktrace_shows_classes_and_frames_and_no_messages() {
    Exception theirs = new IOException("swordfish", SECRET);
    Exception bug =
        new QueueException(Fault.UNAVAILABLE, "no answer from q", SanitisedException.of(theirs));
    assertThat(run(bug, "--stacktrace")).isEqualTo(69);
    assertThat(err())
        .contains(
            "etl.event.QueueException\n",
            "    at etl.cli.FailureHandlerTest.stacktrace_shows",
            "caused by java.io.IOException\n",
            "caused by java.lang.IllegalStateException\n")
        .doesNotContain("swordfish");
  }

  @Test
  void json_log_has_the_failure_as_an_event() {
    run(
        new QueueException(Fault.DENIED, "not allowed", SECRET),
        "--log-format=json",
        "--stacktrace");
    assertThat(err().lines()).hasSize(1);
    JsonObject line = JsonParser.parseString(err()).getAsJsonObject();
    assertThat(line.get("event").getAsString()).isEqualTo("failed");
    assertThat(line.get("message").getAsString()).isEqualTo("not allowed");
    assertThat(line.get("exit_code").getAsInt()).isEqualTo(77);
    assertThat(line.get("trace").getAsString()).startsWith("etl.event.QueueException\n    at ");
  }

  @Test
  void death_of_a_library_thread_is_named_without_its_message() throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              throw SECRET;
            },
            "their-thread");
    thread.setUncaughtExceptionHandler(new FailureHandler(process()));
    thread.start();
    thread.join();
    assertThat(err())
        .isEqualTo("etl: their-thread: unexpected failure: java.lang.IllegalStateException\n");
  }

  @Test
  void reader_that_has_seen_enough_is_no_failure() {
    assertThat(run(new OutputException(new IOException("Broken pipe")))).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void full_disk_behind_standard_output_is_a_configuration_error() {
    assertThat(run(new OutputException(new IOException("No space left on device")))).isEqualTo(78);
    assertThat(err()).isEqualTo("etl: cannot write to standard output: No space left on device\n");
  }

  private int run(Throwable failure, String... args) {
    FailureHandler handler = new FailureHandler(process());
    CommandLine command =
        new CommandLine(new Failing(failure))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(handler);
    try {
      return command.execute(args);
    } catch (Error e) {
      return handler.handle(e, command);
    }
  }

  private ProcessContext process() {
    return new ProcessContext(
        Map.of(),
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        Terminal.NONE,
        Terminal.NONE);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Command(name = "failing")
  private static final class Failing extends ProcessCommand {
    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }
}

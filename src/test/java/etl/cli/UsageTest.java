package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static final String HASH = "0f".repeat(32);

  @Test
  void version_comes_from_the_build() {
    Run run = Run.etl("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("etl \\d+\\.\\d+\\.\\d+\\S*\\R");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "consume",
        "recover",
        "stats",
        "rejects",
        "rejects retry",
        "audit",
        "forget",
        "grants",
        "partitions",
        "migrate"
      })
  void help_shows_usage_examples_and_exit_codes(String command) {
    Run run = Run.etl((command + " --help").strip().split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: etl")
        .contains("Exit codes:", "  69 ", "  77 ", "  78 ", "Examples:", "  etl ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consum",
        "help consum",
        "version extra",
        "consume extra",
        "consume --folow",
        "consume --max-messages 0",
        "consume --max-messages -3",
        "consume --max-messages many",
        "consume --max-duration soon",
        "consume --max-duration -PT5S",
        "consume --idle 5",
        "consume --idle -1s",
        "consume --on-reject drop",
        "consume --format yaml",
        "consume --receivers 0",
        "consume --batch-size x",
        "consume --linger 1y",
        "consume --writers -1",
        "consume --queue-url not-a-url",
        "consume --endpoint-url ftp://there",
        "consume --sqs-protocol soap",
        "consume --metrics-port 65536",
        "consume --metrics-port http",
        "consume --log-level loud",
        "consume --log-format xml",
        "recover",
        "recover --format table",
        "recover --from-file",
        "rejects",
        "rejects lst",
        "rejects list extra",
        "rejects show",
        "rejects retry",
        "rejects retry --all some-id",
        "rejects purge",
        "rejects purge --older-than old",
        "stats --watch=0",
        "stats --watch=-1",
        "stats --fail-if queue.visible",
        "stats --fail-if queue.visible>many",
        "stats --fail-if queue.colour>1",
        "stats --fail-if queue.url==1",
        "stats --database-url mysql://there/db",
        "migrate --exact",
      })
  void wrong_usage_is_one_line_and_exit_code_2(String line) {
    Run run = Run.etl(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("etl");
  }

  @Test
  void misspelt_option_is_named_with_a_suggestion_and_without_its_value() {
    Run run = Run.etl("recover", "--databse-url=postgresql://me:swordfish@there/db", HASH);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--databse-url", "did you mean --database-url")
        .doesNotContain("swordfish");
  }

  @ParameterizedTest
  @CsvSource({
    "help, --help",
    "help consume, consume --help",
    "help rejects list, rejects list --help",
    "version, --version"
  })
  void help_and_version_are_words_too(String words, String options) {
    Run run = Run.etl(words.split(" "));
    assertThat(run.code()).isZero();
    assertThat(run).isEqualTo(Run.etl(options.split(" ")));
  }

  @Test
  void without_a_command_the_commands_are_listed_on_standard_error() {
    Run run = Run.etl();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("etl: a command is missing\n")
        .contains("\n  consume ", "\n  migrate ", "etl help COMMAND");
  }

  @ParameterizedTest
  @CsvSource({
    "stats --json, --format json",
    "recover --csv, --format csv",
    "stats --verbose, --log-level debug",
    "stats -v, --log-level debug",
    "consume --quiet, --log-level error"
  })
  void options_of_other_programs_are_answered_with_ours(String line, String ours) {
    Run run = Run.etl(line.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("(did you mean " + ours + "?)");
  }

  @Test
  void no_option_is_suggested_that_the_command_does_not_have() {
    assertThat(Run.etl("stats", "--csv").err()).doesNotContain("--format csv");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100})
  void help_is_as_wide_as_the_terminal(int columns) {
    for (String command : List.of("consume", "recover", "stats", "doctor")) {
      Run run = Run.onTerminal(columns, "help", command);
      assertThat(run.code()).isZero();
      assertThat(run.out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns))
          .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(columns * 4 / 5));
    }
  }

  @Test
  void narrow_help_keeps_the_space_between_examples_and_prose() {
    assertThat(Run.onTerminal(60, "help", "recover").out())
        .contains("| etl \\\n    recover --from-file -\n\nWhat cannot be a hash");
  }

  @Test
  void misspelt_command_is_answered_with_a_suggestion() {
    assertThat(Run.etl("consum").err()).contains("did you mean consume");
  }

  @Test
  void wrong_choice_is_answered_with_the_choices() {
    assertThat(Run.etl("consume", "--on-reject", "drop").err()).contains("quarantine, leave");
  }

  @Test
  void argument_that_is_no_hash_is_not_quoted() {
    Run run = Run.etl("recover", "192.0.2.7", "192.0.2.8");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("argument 2").doesNotContain("192.0.2.");
  }

  @Test
  void values_in_the_wrong_place_are_not_quoted() {
    for (String[] args :
        List.of(
            new String[] {"migrate", "swordfish"},
            new String[] {"migrate", "-pswordfish"},
            new String[] {"consume", "--max-messages", "swordfish"},
            new String[] {"consume", "--dry-run=swordfish"},
            new String[] {"consume", "--format", "swordfish"},
            new String[] {"swordfish"})) {
      Run run = Run.etl(args);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).doesNotContain("swordfish");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:swordfish@there:5432/db",
        "postgresql://there/db?user=me&password=swordfish",
        "jdbc:postgresql://there/db?password=swordfish",
        "postgresql://me@there/db?sslpassword=swordfish"
      })
  void password_on_the_command_line_is_refused_and_not_echoed(String url) {
    Run run = Run.etl("recover", "--database-url", url, HASH);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("password").doesNotContain("swordfish");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void wrong_usage_is_an_event_where_the_log_is_for_collectors() {
    Run run = Run.etl("consume", "--log-format", "json", "--folow");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    JsonObject line = JsonParser.parseString(run.err()).getAsJsonObject();
    assertThat(line.get("event").getAsString()).isEqualTo("failed");
    assertThat(line.get("exit_code").getAsInt()).isEqualTo(2);
  }

  @Test
  void command_that_takes_no_keys_says_why() {
    assertThat(Run.etl("stats", "--keys", "k").err())
        .startsWith("etl stats: unknown option --keys (this command needs no keys); see ");
  }

  @Test
  void error_says_that_no_database_is_configured_and_that_there_is_a_sandbox(@TempDir Path folder)
      throws IOException {
    Map<String, String> nothing = Map.of("ETL_SANDBOX_DIR", folder.toString());
    assumeThat(portIsFree(5432)).isTrue();
    assertThat(Run.etl(nothing, "recover", HASH).err())
        .contains("localhost:5432/postgres", "no database is configured")
        .doesNotContain("--sandbox");
    Files.createFile(folder.resolve("data-18.complete"));
    Run run = Run.etl(nothing, "recover", HASH);
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains(", or --sandbox for the sandbox's tables\n").hasLineCount(2);
    Run drain = Run.etl(nothing, "consume", "--queue-url", "http://localhost:1/000000000000/q");
    assertThat(drain.code()).isEqualTo(69);
    assertThat(drain.err())
        .contains("no database is configured", "\n     -> give --database-url")
        .hasLineCount(2);
    assertThat(Run.etl(Map.of("PGPORT", "1"), "recover", HASH).err())
        .doesNotContain("no database is configured");
  }

  private static boolean portIsFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void file_arguments_are_not_expanded() {
    assertThat(Run.etl("recover", "@/etc/hostname").err()).contains("argument 1 is not a hash");
  }

  @Test
  void wrong_url_in_the_environment_is_a_configuration_error() {
    Run run = Run.etl(Map.of("QUEUE_URL", "nowhere"), "stats");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .isEqualTo(
            "etl: QUEUE_URL is not an http URL: it does not begin with http:// or https://\n");
  }
}

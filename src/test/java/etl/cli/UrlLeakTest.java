package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Passwords in URLs as people write them: nothing of them is printed by any command, however the
 * URL is given, at the most verbose log level and with traces. Nobody listens at the places that
 * the URLs name.
 */
class UrlLeakTest {
  private static final String PASSWORD = "s3cret";

  private static final Map<String, String> QUEUE =
      Map.of("ETL_QUEUE_URL", "http://127.0.0.1:1/000000000000/q");

  private static final String CREDENTIALS = "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=key\n";

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("audit"),
          List.of("stats"),
          List.of("doctor"),
          List.of("migrate"),
          List.of("recover", "a".repeat(64)),
          List.of("consume", "--outage-limit", "0s"),
          List.of("rejects", "list"),
          List.of("remask"));

  private enum Way {
    OPTION,
    VARIABLE,
    ENV_FILE
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://etl:/s3cret@127.0.0.1:1/db",
        "postgresql://etl:7/s3cret@127.0.0.1:1/db",
        "postgresql://etl:p/s3cret@127.0.0.1:1/db",
        "postgresql://etl:p@s3cret@127.0.0.1:1/db",
        "postgresql://etl:p?s3cret@127.0.0.1:1/db",
        "postgresql://etl:p?s3cret=x@127.0.0.1:1/db",
        "postgresql://etl:p/?s3cret&x=y@127.0.0.1:1/db",
        "postgresql://etl:p%zzs3cret@127.0.0.1:1/db",
        "postgresql://etl:p%s3cret@127.0.0.1:1/db",
        "postgresql://etl:s3cret",
        "postgresql://etl:s3cret/db",
        "postgresql://etl@127.0.0.1:s3cret/db",
        "postgresql://etl:s3cret%40127.0.0.1:1/db",
        "postgresql://etl%3As3cret@127.0.0.1:1/db",
        "postgresql://etl%3As3cret%40127.0.0.1:1/db",
        "postgresql://127.0.0.1,etl:s3cret@localhost,127.0.0.1:1/p@db",
        "postgresql://etl:p@[::1],s3cret@[::1]:1/db",
        "postgresql://etl@[s3cret]:1/db",
        "postgresql:etl:s3cret@127.0.0.1:1/db",
        "postgresql:etl:s3cret",
        "postgresql:/etl:s3cret@127.0.0.1:1/db",
        "jdbc:postgresql:etl:s3cret@127.0.0.1:1/db",
        "jdbc:postgresql://etl:/s3cret@127.0.0.1:1/db",
        "jdbc:postgresql://127.0.0.1:1/db?user=etl:s3cret",
        "jdbc:postgresql://127.0.0.1:1/db?user=etl&password=p@s3cret",
        "jdbc:postgresql://127.0.0.1:1/db?user=etl&password=p&s3cret",
        "postgresql://127.0.0.1:1/?dbname=postgresql://etl:s3cret%40h",
        "postgresql://127.0.0.1:1/user=etl%20password=s3cret",
        "postgresql://127.0.0.1:1/db?connect_timeout=s3cret",
        "postgresql://127.0.0.1:1/db?targetServerType=s3cret",
        "postgresql://127.0.0.1:1/db?sslmode=s3cret",
        "postgresql://127.0.0.1:1/db?socketFactory=s3cret",
      })
  void broken_database_url_is_a_configuration_error_that_quotes_nothing(String url) {
    for (Way way : Way.values()) {
      for (List<String> command : List.of(COMMANDS.get(0), COMMANDS.get(5))) {
        Run run = run(way, "--database-url", "ETL_DATABASE_URL", url, command, "text");
        assertThat(run.code()).as(way + " " + command).isEqualTo(78);
        assertThat(run.err()).contains("the database settings are wrong: ");
        assertTellsNothing(run);
      }
    }
  }

  @Test
  void every_command_refuses_a_broken_database_url_without_quoting_it() {
    String url = "postgresql://etl:7/s3cret@127.0.0.1:1/db";
    for (List<String> command : COMMANDS) {
      for (String format : List.of("text", "json")) {
        Run run = run(Way.VARIABLE, "", "DATABASE_URL", url, command, format);
        assertThat(run.code()).as("" + command).isEqualTo(78);
        assertThat(run.err() + run.out()).contains("percent-encode the password");
        assertTellsNothing(run);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://etl:s3cret@127.0.0.1:1/db",
        "postgresql://etl:s3cret%40%2F@127.0.0.1:1/db",
        "postgresql://etl:s3cret#x@127.0.0.1:1/db",
        "postgresql://etl:s3cret x@127.0.0.1:1/db",
        "postgresql://etl:s3cret@[::1]:1/db",
        "postgresql://etl:s3cret@127.0.0.1:1,[::1]:1/db",
        "jdbc:postgresql://127.0.0.1:1/db?user=etl&password=s3cret",
        "postgresql://127.0.0.1:1/db?password=s3cret/?=x",
        "postgresql://127.0.0.1:1/db?sslpassword=s3cret&sslkey=/none",
        "postgresql://127.0.0.1:1/db?password=p&s3cret=x",
      })
  void password_of_a_good_url_is_not_told_while_its_server_is_away(String url) {
    for (List<String> command : COMMANDS) {
      Run run = run(Way.ENV_FILE, "", "ETL_DATABASE_URL", url, command, "json");
      assertThat(run.code()).as("" + command).isIn(69, 78);
      assertTellsNothing(run);
    }
  }

  @Test
  void follower_tells_no_password_in_the_lines_of_an_outage() {
    List<String> follow = List.of("consume", "--follow", "--max-duration", "1s");
    String url = "postgresql://etl:s3cret@127.0.0.1:1/db";
    Run run = run(Way.ENV_FILE, "", "ETL_DATABASE_URL", url, follow, "text");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("outage side=database").contains("127.0.0.1:1/db");
    assertTellsNothing(run);
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:s3cret@127.0.0.1:1/0/q, 78",
    "http://s3cret@127.0.0.1:1/0/q, 78",
    "http://user:p@s3cret@127.0.0.1:1/0/q, 78",
    "http://user:/s3cret@127.0.0.1:1/0/q, 78",
    "http://user:7/s3cret@127.0.0.1:1/0/q, 78",
    "http://user:p?s3cret@127.0.0.1:1/0/q, 78",
    "http://user:p#s3cret@127.0.0.1:1/0/q, 78",
    "http://user:p%zzs3cret@127.0.0.1:1/0/q, 78",
    "http://user:s3cret/0/q, 0",
    "http://user%3As3cret%40127.0.0.1:1/0/q, 0",
    "http://127.0.0.1:1/0/q?token=s3cret, 0",
    "http://127.0.0.1:1/0/q#s3cret, 0",
    "user:s3cret@127.0.0.1:1/0/q, 78",
  })
  void url_of_a_queue_or_an_endpoint_with_more_than_a_place_is_refused_without_being_quoted(
      String url, int always) {
    Map<String, String> options =
        Map.of("--queue-url", "ETL_QUEUE_URL", "--endpoint-url", "AWS_ENDPOINT_URL");
    options.forEach(
        (option, variable) -> {
          for (Way way : Way.values()) {
            int wrong = way == Way.OPTION ? 2 : 78;
            for (String command : List.of("stats", "consume", "doctor")) {
              Run run = run(way, option, variable, url, List.of(command), "text");
              assertThat(run.code()).isEqualTo(always == 0 ? wrong : always);
              assertTellsNothing(run);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit --database-url|postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit|--database-url postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit|--database-url:postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit|-database-url=postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit|postgresql://etl:s3cret@127.0.0.1:1/db",
        "postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit --database-url --postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit --database-url --env-file=s3cret",
        "audit --stacktrace=postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit --log-level postgresql://etl:s3cret@127.0.0.1:1/db",
        "audit --env-file postgresql://etl:s3cret@127.0.0.1:1/db",
        "recover --from-file postgresql://etl:s3cret@127.0.0.1:1/db",
        "recover postgresql://etl:s3cret@127.0.0.1:1/db",
        "consume --keys postgresql://etl:s3cret@127.0.0.1:1/db",
        "consume --metrics-file postgresql://etl:s3cret@127.0.0.1:1/db",
        "consume --metrics-port postgresql://etl:s3cret@127.0.0.1:1/db",
        "consume --dry-run --queue-name http://etl:s3cret@127.0.0.1:1/q",
        "consume --dry-run --region http://etl:s3cret@127.0.0.1:1/q",
      })
  void url_in_the_wrong_place_is_not_quoted(String line) {
    Run run = Run.etl(QUEUE, line.contains("|") ? line.split("\\|") : line.split(" "));
    assertThat(run.code()).isIn(2, 78);
    assertTellsNothing(run);
  }

  @ParameterizedTest
  @CsvSource({
    "PGHOST, postgresql://etl:s3cret@127.0.0.1/db",
    "PGHOST, etl:s3cret@127.0.0.1",
    "DB_HOST, etl:s3cret@127.0.0.1",
    "PGDATABASE, postgresql://etl:s3cret@127.0.0.1/db",
    "DB_NAME, host=127.0.0.1 password=s3cret",
    "PGUSER, postgresql://etl:s3cret@127.0.0.1/db",
    "PGPORT, s3cret",
    "PGSSLMODE, s3cret",
  })
  void variable_that_holds_a_url_in_place_of_a_name_is_not_quoted(String name, String value) {
    for (List<String> command : COMMANDS) {
      Run run = run(Way.VARIABLE, "", name, value, command, "text");
      assertThat(run.code()).isEqualTo(78);
      assertTellsNothing(run);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void password_that_nobody_encoded_is_told_from_no_place(
      @ForAll("passwords") String password, @ForAll("places") String place) {
    String url = place.replace("PASSWORD", password);
    Map<String, String> variables = new HashMap<>(QUEUE);
    variables.put("ETL_DATABASE_URL", url);
    Run run = Run.etl(variables, verbose(List.of("audit"), "text"));
    assertThat(run.code()).isIn(69, 78);
    assertTellsNothing(run);
    variables.put("ETL_QUEUE_URL", "http://user:" + password + "@127.0.0.1:1/0/q");
    Run queue = Run.etl(variables, verbose(List.of("consume"), "json"));
    assertThat(queue.code()).isEqualTo(78);
    assertTellsNothing(queue);
  }

  /** Pieces that can be looked for, with what URLs are made of between them. */
  @Provide
  Arbitrary<String> passwords() {
    return Arbitraries.of(
            PASSWORD, PASSWORD, "@", ":", "/", "?", "#", "%", "%4", "&", "=", "[", "]", ",", " ",
            "+", "\\", "'", "\"", "\n", "7", "//", "://", "é", "$", "{", "|", "<", ";")
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(pieces -> String.join("", pieces) + PASSWORD);
  }

  @Provide
  Arbitrary<String> places() {
    return Arbitraries.of(
        "postgresql://etl:PASSWORD@127.0.0.1:1/db",
        "postgres://etl:PASSWORD@127.0.0.1:1/db?sslmode=disable",
        "postgresql://etl:PASSWORD@[::1]:1/db",
        "postgresql://etl:PASSWORD@127.0.0.1:1,[::1]:1/db",
        "postgresql://etl:PASSWORD@/db?host=127.0.0.1&port=1",
        "jdbc:postgresql://etl:PASSWORD@127.0.0.1:1/db",
        "jdbc:postgresql://127.0.0.1:1/db?user=etl&password=PASSWORD",
        "jdbc:postgresql://127.0.0.1:1/db?password=PASSWORD&user=etl",
        "postgresql://127.0.0.1:1/db?sslpassword=PASSWORD",
        "postgresql:etl:PASSWORD@127.0.0.1:1/db",
        "etl:PASSWORD@127.0.0.1:1/db");
  }

  private Run run(
      Way way, String option, String variable, String value, List<String> command, String format) {
    Map<String, String> variables = new HashMap<>(QUEUE);
    variables.remove(variable);
    String[] args = verbose(command, format);
    String lines = CREDENTIALS;
    switch (way) {
      case OPTION -> args = with(args, option, value);
      case VARIABLE -> variables.put(variable, value);
      case ENV_FILE -> lines += variable + "='" + value + "'\n";
    }
    return Run.etl(variables, with(args, "--env-file", envFile(lines)));
  }

  private String envFile(String lines) {
    try {
      return Files.writeString(folder.resolve("etl.env"), lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] verbose(List<String> command, String format) {
    return with(
        command.toArray(String[]::new),
        "--stacktrace",
        "--log-level=trace",
        "--log-format=" + format);
  }

  private static String[] with(String[] args, String... more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private static void assertTellsNothing(Run run) {
    assertThat(run.out() + run.err()).doesNotContainIgnoringCase(PASSWORD);
  }
}

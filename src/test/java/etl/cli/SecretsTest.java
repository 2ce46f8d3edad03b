package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets as they are handed over: in files that others can read, or with a line break behind. */
@Tag("servers")
class SecretsTest {
  private static final String AWAY = "postgresql://127.0.0.1:1/none";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PGPASSWORD=swordfish",
        "DB_PASSWORD='swordfish'",
        "export AWS_SECRET_ACCESS_KEY=swordfish",
        "AWS_SESSION_TOKEN=swordfish",
        "ETL_KEYS=swordfish",
        "DATABASE_URL=postgresql://etl:swordfish@db/logins",
        "ETL_DATABASE_URL=postgresql://db/logins?sslpassword=swordfish",
        "ETL_DATABASE_URL=postgresql://etl:/swordfish@db/logins",
      })
  void env_file_with_a_secret_that_others_can_read_is_warned_of_once(String line)
      throws IOException {
    for (String mode : List.of("rw-r--r--", "rw-r-----", "rw----r--")) {
      Run run = audit(line, mode);
      assertThat(run.err())
          .containsOnlyOnce("env file " + folder.resolve("etl.env") + " holds secrets")
          .contains("chmod 600")
          .doesNotContain("swordfish");
    }
    assertThat(audit(line, "rw-------").err()).doesNotContain("holds secrets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PGUSER=etl",
        "PGPASSWORD=",
        "AWS_ACCESS_KEY_ID=AKIA",
        "QUEUE_URL=http://localhost/0/q",
        "DATABASE_URL=postgresql://etl@db/logins"
      })
  void env_file_without_a_secret_may_be_read_by_all(String line) throws IOException {
    assertThat(audit(line, "rw-r--r--").err()).doesNotContain("holds secrets");
  }

  @Test
  void warning_is_an_event_where_the_log_is_for_collectors() throws IOException {
    assertThat(audit("PGPASSWORD=swordfish", "rw-r--r--", "--log-format", "json").err())
        .contains("\"level\":\"warn\",\"event\":\"env_file.readable\",\"message\":\"etl: env file");
  }

  @ParameterizedTest
  @CsvSource({"PGPASSWORD, '\n'", "PGPASSWORD, '\r\n'", "PGPASSWORD, ' '"})
  void refused_login_says_that_the_password_ends_with_a_line_break(String variable, String end) {
    TestDatabase database = TestPostgres.server().createDatabase();
    String role = TestPostgres.server().createRole("sword-fish");
    Map<String, String> variables = new HashMap<>();
    variables.put("ETL_DATABASE_URL", database.as(role).url());
    variables.put(variable, "sword-fish" + end.translateEscapes());
    List<String[]> commands =
        List.of(
            new String[] {"audit", "--stacktrace"},
            new String[] {"migrate", "--log-format", "json"},
            new String[] {"rejects", "list"});
    for (String[] command : commands) {
      Run run = Run.etl(variables, command);
      assertThat(run.code()).isEqualTo(77);
      assertThat(run.err())
          .containsOnlyOnce("; the password ends with a line break or a space")
          .doesNotContain("sword-fish");
    }
    variables.put(variable, "another");
    assertThat(Run.etl(variables, "audit").err())
        .contains("password authentication failed")
        .doesNotContain("line break");
  }

  @Test
  void refused_login_says_that_the_roles_name_ends_with_a_line_break() {
    TestDatabase database = TestPostgres.server().createDatabase();
    String url = "postgresql://localhost:" + database.port() + "/" + database.name() + "\n";
    Run run = Run.etl(Map.of("DATABASE_URL", url, "PGUSER", "nobody\n"), "audit");
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("the role's name has a line break or a space around it");
  }

  private Run audit(String line, String mode, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("etl.env"), line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    List<String> args = new ArrayList<>(List.of("audit", "--database-url", AWAY));
    args.addAll(List.of("--env-file", file.toString()));
    args.addAll(List.of(more));
    return Run.etl(args.toArray(String[]::new));
  }
}

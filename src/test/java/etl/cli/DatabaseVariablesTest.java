package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class DatabaseVariablesTest {
  private static final String IGNORED = " info database.ignored variables=";

  private final TestDatabase database = TestPostgres.server().createDatabase();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ETL_DATABASE_URL", "DATABASE_URL", "--database-url", "PGHOST"})
  void variables_of_the_predecessor_do_not_count_where_the_server_is_named(String name) {
    Map<String, String> variables = new HashMap<>();
    variables.put("DB_HOST", "swordfish");
    variables.put("DB_PORT", "swordfish");
    variables.put("DB_USER", "swordfish");
    variables.put("DB_NAME", "swordfish");
    variables.put("DB_PASSWORD", "swordfish");
    String[] args = {"migrate"};
    if (name.equals("PGHOST")) {
      variables.putAll(pgVariables());
    } else if (name.startsWith("--")) {
      args = new String[] {"migrate", name, database.url()};
    } else {
      variables.put(name, database.url());
    }
    Run run = Run.etl(variables, args);
    assertThat(run.code()).as(run.err()).isEqualTo(0);
    assertThat(run.err())
        .containsOnlyOnce(IGNORED + "DB_HOST,DB_NAME,DB_PASSWORD,DB_PORT,DB_USER because=")
        .doesNotContain("swordfish");
  }

  @Test
  void variables_of_the_predecessor_count_beside_a_url_that_names_no_server() {
    Map<String, String> variables =
        Map.of(
            "DB_HOST",
            "localhost",
            "DB_PORT",
            String.valueOf(database.port()),
            "DATABASE_URL",
            "postgresql:///" + database.name());
    Run run = Run.etl(variables, "migrate");
    assertThat(run.code()).as(run.err()).isEqualTo(0);
    assertThat(run.err()).doesNotContain(IGNORED);
  }

  @Test
  void port_that_kubernetes_sets_for_a_service_does_not_count() throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("DB_PORT", "tcp://10.96.0.12:5432");
    variables.put("DB_HOST", "localhost");
    variables.put("DB_NAME", database.name());
    Path file = Files.writeString(folder.resolve("a.env"), "DB_PORT=" + database.port());
    Run run = Run.etl(variables, "migrate", "--env-file", file.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(0);
    assertThat(run.err()).containsOnlyOnce(IGNORED + "DB_PORT because=\"a service link\"");
  }

  private Map<String, String> pgVariables() {
    return Map.of(
        "PGHOST", "localhost",
        "PGPORT", String.valueOf(database.port()),
        "PGDATABASE", database.name());
  }
}

package etl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void variable_of_the_process_wins_over_the_file() {
    Environment environment = of(Map.of("PGUSER", "mine"), Map.of("PGUSER", "theirs"));
    assertThat(environment.get("PGUSER")).isEqualTo("mine");
  }

  @Test
  void variable_of_the_process_wins_under_its_other_name_too() {
    Environment environment =
        of(Map.of("QUEUE_URL", "http://mine"), Map.of("ETL_QUEUE_URL", "http://theirs"));
    assertThat(environment.first(Environment.QUEUE_URL)).contains("http://mine");
    assertThat(environment.get("ETL_QUEUE_URL")).isNull();
  }

  @Test
  void queue_named_by_the_process_hides_the_url_in_the_file() {
    Environment environment =
        of(Map.of("ETL_QUEUE_NAME", "mine"), Map.of("QUEUE_URL", "http://theirs"));
    assertThat(environment.first(Environment.QUEUE_URL)).isEmpty();
    assertThat(environment.first(Environment.QUEUE_NAME)).contains("mine");
  }

  @Test
  void server_named_by_the_process_hides_the_service_in_the_file() {
    Environment environment = of(Map.of("PGHOST", "mine"), Map.of("PGSERVICE", "theirs"));
    assertThat(environment.get("PGSERVICE")).isNull();
    assertThat(environment.get("PGHOST")).isEqualTo("mine");
  }

  @Test
  void file_is_read_anew_and_what_was_left_out_stays_out() {
    Map<String, String> file = new HashMap<>(Map.of("PGPASSWORD", "first", "DB_HOST", "db"));
    Environment environment =
        new Environment(Map.of(), file, () -> file, () -> {})
            .without((name, value) -> name.equals("DB_HOST"));
    file.put("PGPASSWORD", "second");
    assertThat(environment.get("PGPASSWORD")).isEqualTo("first");
    assertThat(environment.readAnew().get("PGPASSWORD")).isEqualTo("second");
    assertThat(environment.readAnew().get("DB_HOST")).isNull();
  }

  @Test
  void first_name_wins_within_one_place() {
    Map<String, String> both = Map.of("ETL_QUEUE_URL", "http://one", "QUEUE_URL", "http://two");
    assertThat(of(both, Map.of()).first(Environment.QUEUE_URL)).contains("http://one");
    assertThat(of(Map.of(), both).first(Environment.QUEUE_URL)).contains("http://one");
  }

  @Test
  void empty_variable_counts_as_none() {
    Environment environment = of(Map.of("PGHOST", ""), Map.of("PGHOST", "there", "PGPORT", ""));
    assertThat(environment.get("PGHOST")).isEqualTo("there");
    assertThat(environment.get("PGPORT")).isNull();
  }

  @Test
  void region_of_the_file_counts_whatever_the_credentials() {
    Environment environment =
        of(Map.of("AWS_PROFILE", "own"), Map.of("AWS_DEFAULT_REGION", "eu-west-1"));
    assertThat(environment.first(Environment.REGION)).contains("eu-west-1");
  }

  private static Environment of(Map<String, String> process, Map<String, String> file) {
    return new Environment(process, file, () -> {});
  }
}

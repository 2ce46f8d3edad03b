package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.sqs.StaticCredentials;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final Map<String, String> SET =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

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
  void credentials_of_the_file_count_as_a_set() {
    assertThat(of(Map.of(), SET).credentials())
        .contains(new StaticCredentials("id", "secret", null));
    assertThat(of(Map.of(), Map.of("AWS_ACCESS_KEY_ID", "id")).credentials()).isEmpty();
    assertThat(of(Map.of(), Map.of("AWS_SECRET_ACCESS_KEY", "secret")).credentials()).isEmpty();
  }

  @Test
  void session_token_of_the_file_belongs_to_its_set() {
    Map<String, String> temporary =
        Map.of(
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "token");
    assertThat(of(Map.of("AWS_SESSION_TOKEN", "old"), temporary).credentials())
        .contains(new StaticCredentials("id", "secret", "token"));
  }

  @Test
  void credentials_of_the_file_count_only_where_the_process_brings_none() {
    assertThat(of(Map.of("AWS_ACCESS_KEY_ID", "own"), SET).credentials()).isEmpty();
    assertThat(of(Map.of("AWS_PROFILE", "own"), SET).credentials()).isEmpty();
    assertThat(of(Map.of("AWS_REGION", "eu-west-1"), SET).credentials()).isPresent();
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

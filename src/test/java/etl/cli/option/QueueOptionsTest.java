package etl.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.aws.StaticCredentials;
import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.environment.ExitCode;
import etl.environment.TextOrJson;
import etl.log.Log;
import etl.log.LogLevel;
import etl.sqs.SqsSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class QueueOptionsTest {
  private static final Map<String, String> SET =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

  @Test
  void without_anything_the_queue_is_login_queue_on_aws() {
    SqsSettings settings = settings(Map.of());
    assertThat(settings.queueUrl()).isNull();
    assertThat(settings.queueName()).isEqualTo("login-queue");
    assertThat(settings.endpoint()).isNull();
    assertThat(settings.region()).isNull();
    assertThat(settings.aws().key()).isNull();
    assertThat(settings.protocol()).isEqualTo(SqsSettings.Protocol.AUTO);
  }

  @Test
  void option_wins_over_the_environment() {
    Map<String, String> variables =
        Map.of(
            "QUEUE_URL", "http://other:1/0/q",
            "AWS_ENDPOINT_URL", "http://other:1",
            "AWS_REGION", "eu-west-1");
    SqsSettings settings =
        settings(
            variables,
            "--queue-url=http://here:4566/0/q",
            "--endpoint-url=http://here:4566",
            "--region=us-west-2",
            "--sqs-protocol=query");
    assertThat(settings.queueUrl()).isEqualTo(URI.create("http://here:4566/0/q"));
    assertThat(settings.endpoint()).isEqualTo(URI.create("http://here:4566"));
    assertThat(settings.region()).isEqualTo("us-west-2");
    assertThat(settings.protocol()).isEqualTo(SqsSettings.Protocol.QUERY);
  }

  @Test
  void environment_names_the_rest() {
    Map<String, String> variables =
        Map.of(
            "AWS_ENDPOINT_URL_SQS", "http://sqs:1",
            "AWS_ENDPOINT_URL", "http://all:1",
            "AWS_DEFAULT_REGION", "eu-west-1",
            "ETL_QUEUE_NAME", "mine");
    SqsSettings settings = settings(variables);
    assertThat(settings.queueName()).isEqualTo("mine");
    assertThat(settings.endpoint()).isEqualTo(URI.create("http://sqs:1"));
    assertThat(settings.region()).isEqualTo("eu-west-1");
  }

  @Test
  void arn_stands_for_url_or_name_and_its_region_wins_over_all_but_the_option() {
    String arn = "arn:aws:sqs:eu-west-1:123456789012:q";
    Map<String, String> region = Map.of("AWS_REGION", "us-east-2");
    assertThat(settings(region, "--queue-url", arn).queueUrl()).isNull();
    assertThat(settings(region, "--queue-url", arn).queueName()).isEqualTo(arn);
    assertThat(settings(region, "--queue-name", arn).queueName()).isEqualTo(arn);
    assertThat(settings(Map.of("QUEUE_URL", arn + "\n")).queueName()).isEqualTo(arn);
    assertThat(settings(Map.of("ETL_QUEUE_NAME", arn)).queueName()).isEqualTo(arn);
    assertThat(settings(region, "--queue-url", arn, "--region", "eu-west-1").queueName())
        .isEqualTo(arn);
    assertThatThrownBy(() -> settings(region, "--queue-url", arn, "--region", "us-east-2"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CONFIGURATION));
  }

  @Test
  void name_on_the_command_line_wins_over_a_url_in_the_environment() {
    SqsSettings settings =
        settings(Map.of("ETL_QUEUE_URL", "http://other:1/0/q"), "--queue-name", "mine");
    assertThat(settings.queueUrl()).isNull();
    assertThat(settings.queueName()).isEqualTo("mine");
  }

  @Test
  void credentials_of_the_file_count_as_a_set() {
    assertThat(credentials(Map.of(), SET)).contains(new StaticCredentials("id", "secret", null));
    assertThat(credentials(Map.of(), Map.of("AWS_ACCESS_KEY_ID", "id"))).isEmpty();
    assertThat(credentials(Map.of(), Map.of("AWS_SECRET_ACCESS_KEY", "secret"))).isEmpty();
  }

  @Test
  void session_token_of_the_file_belongs_to_its_set() {
    Map<String, String> temporary =
        Map.of(
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "token");
    assertThat(credentials(Map.of("AWS_SESSION_TOKEN", "old"), temporary))
        .contains(new StaticCredentials("id", "secret", "token"));
  }

  @Test
  void credentials_of_the_file_count_only_where_the_process_brings_none() {
    assertThat(credentials(Map.of("AWS_ACCESS_KEY_ID", "own"), SET)).isEmpty();
    assertThat(credentials(Map.of("AWS_PROFILE", "own"), SET)).isEmpty();
    assertThat(credentials(Map.of("AWS_REGION", "eu-west-1"), SET)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_PROFILE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI"
      })
  void source_that_the_process_names_leaves_nothing_to_the_file(String source) {
    assertThat(credentials(Map.of(source, "own"), SET)).isEmpty();
    Map<String, String> file = Map.of("AWS_ROLE_ARN", "role", "AWS_PROFILE", "p");
    assertThat(variables(Map.of(source, "own"), file)).isEmpty();
    assertThat(variables(Map.of(), Map.of(source, "there\n"))).containsEntry(source, "there");
  }

  @Test
  void region_of_the_file_is_told_to_the_sources_of_its_credentials() {
    Map<String, String> file = Map.of("AWS_PROFILE", "p", "AWS_DEFAULT_REGION", "eu-west-1");
    assertThat(variables(Map.of(), file))
        .isEqualTo(Map.of("AWS_PROFILE", "p", "AWS_REGION", "eu-west-1"));
    assertThat(variables(Map.of(), Map.of("AWS_DEFAULT_REGION", "eu-west-1"))).isEmpty();
  }

  @Test
  void endpoint_that_overrides_the_host_of_amazons_queue_url_is_told() {
    String url = "https://sqs.eu-west-1.amazonaws.com/000000000000/q";
    assertThat(told(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:5055", "QUEUE_URL", url)))
        .contains("queue.endpoint", "AWS_ENDPOINT_URL overrides the host of the queue's URL")
        .contains("asked=127.0.0.1", "not_asked=sqs.eu-west-1.amazonaws.com")
        .hasLineCount(1);
    assertThat(told(Map.of("QUEUE_URL", url))).isEmpty();
    assertThat(told(Map.of("AWS_ENDPOINT_URL", "http://a:1", "QUEUE_URL", "http://b:1/0/q")))
        .isEmpty();
  }

  private static String told(Map<String, String> variables) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Log log =
        new Log(
            new PrintStream(err, true, StandardCharsets.UTF_8),
            LogLevel.INFO,
            TextOrJson.TEXT,
            Clock.systemUTC());
    new QueueOptions().settings(new Environment(variables, Map.of(), () -> {}), log);
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> variables(
      Map<String, String> process, Map<String, String> file) {
    Environment environment = new Environment(process, file, () -> {});
    return new QueueOptions().settings(environment).aws().variables();
  }

  private static Optional<StaticCredentials> credentials(
      Map<String, String> process, Map<String, String> file) {
    Environment environment = new Environment(process, file, () -> {});
    return Optional.ofNullable(new QueueOptions().settings(environment).aws().key());
  }

  private static SqsSettings settings(Map<String, String> variables, String... args) {
    QueueOptions options = CommandLine.populateCommand(new QueueOptions(), args);
    return options.settings(new Environment(variables, Map.of(), () -> {}));
  }
}

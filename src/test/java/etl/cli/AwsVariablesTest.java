package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import etl.testing.ProgramCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which of several credentials a call is signed with, each time in a process of its own. */
@Tag("servers")
@Execution(ExecutionMode.CONCURRENT)
class AwsVariablesTest {
  private static final String KEY =
      "AWS_ACCESS_KEY_ID=AKIDOFFILE\nAWS_SECRET_ACCESS_KEY=swordfish\n";
  private static final String TOKEN = "sword-token";

  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::refuse);
    server.createContext("/credentials", this::giveCredentials);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void profile_of_the_file_signs() throws IOException {
    String file = "AWS_PROFILE=dev\nAWS_REGION=eu-west-1\n" + profiles();
    String err = refused(Map.of(), file);
    assertThat(signatures).isNotEmpty().allMatch(s -> s.contains("=AKIDDEV/"));
    assertThat(signatures).allMatch(s -> s.contains("/eu-west-1/"));
    assertThat(err).doesNotContain("env_file", "ignoring");
  }

  @Test
  void container_source_of_the_file_signs() throws IOException {
    refused(
        Map.of(),
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=${HERE}/credentials\n"
            + "AWS_CONTAINER_AUTHORIZATION_TOKEN="
            + TOKEN);
    assertThat(signatures).isNotEmpty().allMatch(s -> s.contains("=AKIDCONTAINER/"));
  }

  @Test
  void source_of_the_process_wins_over_a_key_in_the_file() throws IOException {
    Map<String, String> pod =
        Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            here() + "/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            TOKEN);
    String err = refused(pod, KEY + "AWS_PROFILE=dev\n" + profiles());
    assertThat(signatures).isNotEmpty().allMatch(s -> s.contains("=AKIDCONTAINER/"));
    assertThat(err)
        .containsOnlyOnce(
            "ignoring its AWS credentials: the environment has AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }

  @Test
  void endpoint_of_the_profile_is_a_given_one() throws IOException {
    Files.writeString(
        folder.resolve("config"), "[profile dev]\nendpoint_url=" + here() + "\nregion=eu-west-1");
    String arn = "arn:aws:sqs:eu-central-1:123456789012:q";
    refused(List.of("--queue-name", arn), Map.of(), "AWS_PROFILE=dev\n" + profiles());
    assertThat(signatures)
        .isNotEmpty()
        .allMatch(s -> s.contains("=AKIDDEV/") && s.contains("/eu-central-1/"));
    assertThat(bodies).first().asString().contains("\"QueueOwnerAWSAccountId\":\"123456789012\"");
  }

  @Test
  void named_host_needs_no_fips_or_dual_stack_host() throws IOException {
    Map<String, String> both =
        Map.of("AWS_USE_FIPS_ENDPOINT", "true", "AWS_USE_DUALSTACK_ENDPOINT", "true");
    refused(both, KEY);
    assertThat(signatures).isNotEmpty();
  }

  @Test
  void local_server_is_said_to_take_any_credentials() throws IOException {
    assertThat(
            refused(
                Map.of(
                    "AWS_EC2_METADATA_DISABLED",
                    "true",
                    "AWS_SHARED_CREDENTIALS_FILE",
                    folder.resolve("none").toString()),
                ""))
        .contains("no AWS credentials found\n     -> for a local server any will do");
  }

  /** Profiles in files that the env file names. */
  private String profiles() throws IOException {
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials,
        """
        [default]
        aws_access_key_id=AKIDDEFAULT
        aws_secret_access_key=swordfish
        [dev]
        aws_access_key_id=AKIDDEV
        aws_secret_access_key=swordfish
        """);
    return "AWS_SHARED_CREDENTIALS_FILE="
        + credentials
        + "\nAWS_CONFIG_FILE="
        + folder.resolve("config")
        + "\n";
  }

  /** Runs into a refusal by the queue; returns standard error. */
  private String refused(Map<String, String> process, String file) throws IOException {
    return refused(List.of("--queue-url", here() + "/0/q"), process, file);
  }

  private String refused(List<String> queue, Map<String, String> process, String file)
      throws IOException {
    Path envFile = Files.writeString(folder.resolve("test.env"), file);
    List<String> args = new ArrayList<>(List.of("consume", "--dry-run"));
    args.addAll(queue);
    args.addAll(List.of("--env-file", envFile.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(ProgramCommand.java(List.of(), args.toArray(String[]::new)));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("HERE", here());
    builder.environment().putAll(process);
    try (Spawned etl = Spawned.start(builder, folder, "consume")) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(77);
      assertThat(etl.err()).doesNotContain("sword");
      return etl.err();
    }
  }

  private String here() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void refuse(HttpExchange exchange) throws IOException {
    signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    answer(exchange, 403, "{\"__type\":\"com.amazonaws.sqs#AccessDeniedException\"}");
  }

  private void giveCredentials(HttpExchange exchange) throws IOException {
    boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String body =
        """
        {"AccessKeyId":"AKIDCONTAINER","SecretAccessKey":"swordfish","Token":"swordfish",
         "Expiration":"2100-01-01T00:00:00Z"}
        """;
    answer(exchange, known ? 200 : 403, known ? body : "{}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}

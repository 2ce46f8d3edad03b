package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.SampleLogin;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class MetricsTest {
  private static final Pattern LISTENING = Pattern.compile("metrics.listening .* port=(\\d+)");

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
  }

  @Test
  void totals_of_a_drain_with_duplicates_and_rejects_are_the_rows_of_the_tables()
      throws IOException {
    assertThat(installation.etl("migrate").code()).isZero();
    for (int i = 0; i < 20; i++) {
      installation.queue().send(SampleLogin.body(i));
    }
    for (int i = 0; i < 3; i++) {
      String id = installation.queue().send(SampleLogin.body(i));
      installation
          .database()
          .execute("insert into user_logins (message_id) values ('%s')".formatted(id));
    }
    installation.queue().send(SampleLogin.malformed(1));
    installation.queue().send("{");
    Path file = folder.resolve("etl.prom");
    Run run = installation.etl("consume", "--idle", "1s", "--metrics-file", file.toString());
    assertThat(run.code()).isZero();
    Map<String, Double> metrics = samples(Files.readString(file));
    assertThat(metrics)
        .containsEntry("etl_messages_received_total", 25.0)
        .containsEntry("etl_messages_written_total", 20.0)
        .containsEntry("etl_messages_duplicate_total", 3.0)
        .containsEntry("etl_messages_rejected_total{reason=\"not_json\"}", 1.0)
        .containsEntry("etl_messages_rejected_total{reason=\"missing_field\"}", 1.0)
        .containsEntry("etl_messages_deleted_total", 25.0)
        .containsEntry("etl_messages_unkeyed_total", 23.0)
        .containsEntry("etl_commit_lag_seconds_count", 25.0);
    assertThat(installation.database().value("select count(*) from user_logins")).isEqualTo("23");
    assertThat(installation.database().value("select count(*) from rejected_messages"))
        .isEqualTo("2");
    assertThat(metrics.keySet()).allMatch(name -> name.startsWith("etl_"));
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(f -> f.toString().endsWith(".part"));
    }
  }

  @Test
  void follower_shows_its_metrics_and_is_alive_and_ready() throws Exception {
    String[] args = installation.withEnvFile("consume", "--follow", "--metrics-port", "0");
    List<String> impatient = List.of("-Dsun.net.httpserver.maxReqTime=1");
    try (Spawned etl = Spawned.start(folder, impatient, etl.Main.class, args)) {
      etl.awaitErr(err -> err.contains("consume.started"));
      Matcher port = LISTENING.matcher(etl.err());
      assertThat(port.find()).isTrue();
      assertThat(answerToHalfARequest(Integer.parseInt(port.group(1)))).isEmpty();
      String server = "http://localhost:" + port.group(1);
      assertThat(get(server + "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(server + "/readyz").statusCode()).isEqualTo(200);
      HttpResponse<String> metrics = get(server + "/metrics");
      assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains("etl_messages_received_total 0.0", "jvm_memory_used_bytes");
      assertThat(get(server + "/nothing").statusCode()).isEqualTo(404);
      etl.signal("TERM");
      assertThat(etl.code()).isZero();
    }
  }

  @Test
  void nothing_is_loaded_of_metrics_or_of_a_bar_where_nobody_asks_for_them() throws Exception {
    String[] args = installation.withEnvFile("consume", "--idle", "0s");
    List<String> verbose = List.of("-Xlog:class+load:file=" + folder.resolve("classes"));
    try (Spawned etl = Spawned.start(folder, verbose, etl.Main.class, args)) {
      assertThat(etl.code()).isZero();
    }
    List<String> loaded = Files.readAllLines(folder.resolve("classes"));
    assertThat(loaded).anyMatch(line -> line.contains(" etl.consume.Pipeline "));
    assertThat(loaded)
        .filteredOn(
            line ->
                line.matches(
                    ".* (io.prometheus|etl.metrics.(?!RunObserver )|com.sun.net.http|etl.terminal.Bar ).*"))
        .isEmpty();
  }

  @Test
  void port_that_is_taken_is_a_configuration_error() throws IOException {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("localhost"))) {
      String port = Integer.toString(taken.getLocalPort());
      Run run = installation.etl("consume", "--metrics-port", port);
      assertThat(run.code()).isEqualTo(78);
      assertThat(run.err()).contains("etl: cannot listen on port " + port);
    }
  }

  @Test
  void file_in_a_folder_that_is_not_there_is_a_configuration_error() {
    String file = folder.resolve("none/etl.prom").toString();
    assertThat(installation.etl("consume", "--metrics-file", file).code()).isEqualTo(78);
  }

  @Test
  void variable_that_is_no_port_is_a_configuration_error() {
    Run run = Run.etl(Map.of("ETL_METRICS_PORT", "http"), "consume");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("etl: ETL_METRICS_PORT is not a port");
  }

  private static byte[] answerToHalfARequest(int port) throws IOException {
    try (Socket client = new Socket("localhost", port)) {
      client.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
      return client.getInputStream().readAllBytes();
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static Map<String, Double> samples(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" (?=[^ ]+$)"))
        .collect(Collectors.toMap(sample -> sample[0], sample -> Double.valueOf(sample[1])));
  }
}

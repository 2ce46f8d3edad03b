package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import etl.spec.Visits;
import etl.testing.Await;
import etl.testing.ElasticMq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and the dashboard name what the program really shows. */
@Tag("servers")
class DeployedNamesTest {
  private static final Path DEPLOY = Path.of("src/main/deploy");
  private static final Pattern NAME = Pattern.compile("\\b(?:etl|jvm)_[a-z_]+\\b");
  private static final Pattern LISTENING = Pattern.compile("metrics.listening .* port=(\\d+)");

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void every_metric_of_the_alerts_and_of_the_dashboard_is_in_the_programs_own_output()
      throws Exception {
    Set<String> named = new TreeSet<>();
    named.addAll(names(DEPLOY.resolve("prometheus/etl.rules.yml")));
    named.addAll(names(DEPLOY.resolve("prometheus/etl.rules.test.yml")));
    named.addAll(names(DEPLOY.resolve("grafana/etl.json")));
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(shown()).containsAll(named);
  }

  @Test
  void dashboard_is_json() throws IOException {
    String text = Files.readString(DEPLOY.resolve("grafana/etl.json"));
    assertThat(JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("panels"))
        .isNotEmpty();
  }

  private static Set<String> names(Path file) throws IOException {
    Matcher matcher = NAME.matcher(Files.readString(file));
    return matcher.results().map(found -> found.group()).collect(Collectors.toSet());
  }

  /**
   * The names of the samples of a consumer that has worked, on a queue with a dead-letter queue and
   * a partitioned table.
   */
  private Set<String> shown() throws Exception {
    var dead = ElasticMq.shared().queue();
    var queue = ElasticMq.shared().queue(ElasticMq.redrive(dead, 3));
    queue.send(Visits.body("192.0.2.1"));
    String[] args =
        Installation.of(queue, folder)
            .withEnvFile(
                "consume",
                "--follow",
                "--spec",
                Visits.file(folder, "day").toString(),
                "--metrics-port",
                "0",
                "--log-level",
                "debug");
    try (Spawned etl = Spawned.etl(folder, args)) {
      etl.awaitErr(err -> err.contains("queue.deleted"));
      Matcher port = LISTENING.matcher(etl.err());
      assertThat(port.find()).isTrue();
      URI uri = URI.create("http://localhost:" + port.group(1) + "/metrics");
      Await.until(
          "the dead-letter queue's depth", () -> text(uri).contains("etl_dead_letter_messages"));
      Await.until(
          "the partitions' end",
          () -> text(uri).contains("etl_partition_end_timestamp_seconds{table=\"visits\"}"));
      return text(uri)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]")[0])
          .collect(Collectors.toSet());
    }
  }

  private String text(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

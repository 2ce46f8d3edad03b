package etl.chaos;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Prometheus with the project's alerts as they are, looking every second. */
final class Prometheus implements AutoCloseable {
  private static final Path RULES = Path.of("src/main/deploy/prometheus/etl.rules.yml");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  /**
   * Starts it.
   *
   * @param folder for its files
   * @param port where it is to answer
   * @param scraped the port of the consumer
   */
  Prometheus(Path folder, int port, int scraped) {
    this.port = port;
    Path settings = folder.resolve("prometheus.yml");
    try {
      Files.writeString(
          settings,
          """
          global: {scrape_interval: 1s, evaluation_interval: 1s}
          rule_files: ["%s"]
          scrape_configs:
            - job_name: etl
              static_configs: [{targets: ["localhost:%d"]}]
          """
              .formatted(RULES.toAbsolutePath(), scraped));
      process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + settings,
                  "--storage.tsdb.path=" + folder.resolve("prometheus"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state of an alert: pending or firing; inactive if it is neither. */
  String state(String alert) {
    for (JsonElement element : alerts()) {
      JsonObject found = element.getAsJsonObject();
      if (found.getAsJsonObject("labels").get("alertname").getAsString().equals(alert)) {
        return found.get("state").getAsString();
      }
    }
    return "inactive";
  }

  private Iterable<JsonElement> alerts() {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/alerts");
    try {
      String text =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return JsonParser.parseString(text)
          .getAsJsonObject()
          .getAsJsonObject("data")
          .getAsJsonArray("alerts");
    } catch (IOException e) {
      return List.of(); // it is not up yet
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

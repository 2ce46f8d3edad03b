package etl.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import etl.environment.Daemons;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP/1.1, each request on a
 * thread of its own and each with a limit of time. So neither a client that sends its request byte
 * by byte nor one that does not read its answer keeps another from being answered; 512 of them at
 * once do, until their time is over: three seconds to ask, ten to take the answer.
 */
final class MetricsServer implements AutoCloseable {
  /** The JDK's server reads them when it is first used; by itself it sets no limit. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "3",
          "sun.net.httpserver.maxRspTime", "10",
          "jdk.httpserver.maxConnections", "512");

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;
  private final Health health;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Daemons.named("etl-metrics"));

  /**
   * Starts the server.
   *
   * @throws IOException if it cannot listen on the address
   */
  MetricsServer(InetSocketAddress address, PrometheusRegistry registry, Health health)
      throws IOException {
    this.registry = registry;
    this.health = health;
    LIMITS.forEach(System.getProperties()::putIfAbsent);
    this.server = HttpServer.create(address, 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().matches("GET|HEAD")) {
      answer(exchange, 405, "only GET and HEAD");
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> metrics(exchange);
      case "/healthz" -> verdict(exchange, health.stuck());
      case "/readyz" -> verdict(exchange, health.notReady());
      default -> answer(exchange, 404, "there are /metrics, /healthz and /readyz");
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ExpositionFormatWriter writer =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 14);
    writer.write(body, registry.scrape());
    answer(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private static void verdict(HttpExchange exchange, String complaint) throws IOException {
    boolean well = complaint.isEmpty();
    answer(exchange, well ? 200 : 503, well ? "ok" : complaint);
  }

  private static void answer(HttpExchange exchange, int status, String line) throws IOException {
    byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
    answer(exchange, status, "text/plain; charset=utf-8", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    boolean headOnly = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(status, headOnly ? -1 : body.length);
    if (!headOnly) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

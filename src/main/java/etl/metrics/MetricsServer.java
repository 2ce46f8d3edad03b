package etl.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP. */
final class MetricsServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int MOST_WAITING = 16;
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Starts the server.
   *
   * @throws IOException if it cannot listen on the address
   */
  MetricsServer(InetSocketAddress address, PrometheusRegistry registry, Health health)
      throws IOException {
    this.server = HttpServer.create(address, MOST_WAITING);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(MOST_WAITING),
            MetricsServer::daemon,
            new ThreadPoolExecutor.AbortPolicy());
    ExpositionFormats formats = ExpositionFormats.init();
    server.createContext("/metrics", exchange -> metrics(exchange, formats, registry));
    server.createContext("/healthz", exchange -> verdict(exchange, health::stuck));
    server.createContext("/readyz", exchange -> verdict(exchange, health::notReady));
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void metrics(
      HttpExchange exchange, ExpositionFormats formats, PrometheusRegistry registry)
      throws IOException {
    ExpositionFormatWriter writer =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 14);
    writer.write(body, registry.scrape());
    answer(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private static void verdict(HttpExchange exchange, Supplier<String> complaint)
      throws IOException {
    String wrong = complaint.get();
    boolean well = wrong.isEmpty();
    String body = (well ? "ok" : wrong) + "\n";
    answer(exchange, well ? 200 : 503, TEXT, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean headOnly = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(code, headOnly ? -1 : body.length);
      if (!headOnly) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "etl-metrics");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package etl.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** Answers {@code /metrics}, {@code /healthz} and {@code /readyz} over HTTP. */
final class MetricsServer implements AutoCloseable {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;
  private final Health health;
  private final HttpListener listener;

  /**
   * Starts the server.
   *
   * @throws IOException if it cannot listen on the address
   */
  MetricsServer(InetSocketAddress address, PrometheusRegistry registry, Health health)
      throws IOException {
    this.registry = registry;
    this.health = health;
    this.listener = new HttpListener(address, HttpListener.LONGEST, this::answer);
  }

  int port() {
    return listener.port();
  }

  private HttpAnswer answer(HttpRequest request) {
    if (request.method().isEmpty()) {
      return HttpAnswer.text("400 Bad Request", "not an HTTP request");
    } else if (!request.reads()) {
      return HttpAnswer.text("405 Method Not Allowed", "only GET and HEAD");
    }
    return switch (request.path()) {
      case "/metrics" -> metrics(request.accept());
      case "/healthz" -> verdict(health.stuck());
      case "/readyz" -> verdict(health.notReady());
      default -> HttpAnswer.text("404 Not Found", "there are /metrics, /healthz and /readyz");
    };
  }

  private HttpAnswer metrics(String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 14);
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HttpAnswer("200 OK", writer.getContentType(), body.toByteArray());
  }

  private static HttpAnswer verdict(String complaint) {
    return complaint.isEmpty()
        ? HttpAnswer.text("200 OK", "ok")
        : HttpAnswer.text("503 Service Unavailable", complaint);
  }

  @Override
  public void close() {
    listener.close();
  }
}

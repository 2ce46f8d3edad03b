package etl.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe that is not answered ends the consumer: no client may keep another from its answer. */
@Timeout(60)
class MetricsServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Socket> clients = new ArrayList<>();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server = new MetricsServer(ANY_PORT, registry, new Health(Clock.systemUTC()));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void clients_that_send_one_byte_do_not_silence_the_probe() throws IOException {
    for (int i = 0; i < 200; i++) {
      send(client(), "G");
    }
    assertThat(healthz()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
  }

  @Test
  void client_that_sends_byte_by_byte_is_answered_in_the_end_and_others_meanwhile()
      throws IOException {
    Socket slow = client();
    for (char c : "GET /readyz HTTP/1.1\r\nHost: etl\r\n\r\n".toCharArray()) {
      send(slow, String.valueOf(c));
      assertThat(healthz()).startsWith("HTTP/1.1 200 OK\r\n");
    }
    assertThat(answer(slow)).startsWith("HTTP/1.1 503 ").endsWith("have not both answered yet\n");
  }

  @Test
  void clients_that_read_nothing_of_a_large_answer_do_not_silence_the_probe() throws IOException {
    Gauge large = Gauge.builder().name("large").labelNames("label").register(registry);
    for (int i = 0; i < 5_000; i++) {
      large.labelValues("x".repeat(1_000) + i).set(i);
    }
    for (int i = 0; i < 10; i++) {
      send(client(), "GET /metrics HTTP/1.1\r\n\r\n");
    }
    assertThat(healthz()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("GET /metrics HTTP/1.1\r\n\r\n")).hasSizeGreaterThan(5_000_000).endsWith("\n");
  }

  /** That the JDK's server keeps them is seen on a process, as it reads them only once. */
  @Test
  void limits_of_the_server_are_set() {
    assertThat(System.getProperties())
        .containsKeys(
            "sun.net.httpserver.maxReqTime",
            "sun.net.httpserver.maxRspTime",
            "jdk.httpserver.maxConnections");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /healthz HTTP/1.0, 200 OK",
    "GET /healthz?verbose HTTP/1.1, 200 OK",
    "HEAD /healthz HTTP/1.1, 200 OK",
    "GET /nothing HTTP/1.1, 404 Not Found",
    "POST /metrics HTTP/1.1, 405 Method Not Allowed",
    "SSH-2.0-OpenSSH_9.2, 400 Bad Request",
  })
  void request_is_answered_by_its_line(String line, String status) throws IOException {
    assertThat(get(line + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + "\r\n");
  }

  @Test
  void head_is_answered_without_a_body_and_open_metrics_where_they_are_asked_for()
      throws IOException {
    assertThat(get("HEAD /healthz HTTP/1.1\r\n\r\n"))
        .contains("\r\nContent-length: 3\r\n")
        .endsWith("\r\n\r\n");
    assertThat(get("GET /metrics HTTP/1.1\r\naccept: application/openmetrics-text\r\n\r\n"))
        .contains("\r\nContent-type: application/openmetrics-text;")
        .endsWith("# EOF\n");
  }

  private String healthz() throws IOException {
    return get("GET /healthz HTTP/1.1\r\nHost: etl\r\n\r\n");
  }

  private String get(String request) throws IOException {
    Socket client = client();
    send(client, request);
    return answer(client);
  }

  private Socket client() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
    client.setTcpNoDelay(true);
    clients.add(client);
    return client;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String answer(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
  }
}

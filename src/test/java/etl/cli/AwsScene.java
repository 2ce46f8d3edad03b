package etl.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import etl.testing.ProgramCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A server in place of AWS's services, and the program in an environment that leads there. SQS
 * refuses each call, so that a run that has got credentials ends, and what it signed is known.
 */
final class AwsScene implements AutoCloseable {
  /** A secret in each of the answers; it must not be shown. */
  static final String SECRET = "swordfish";

  static final String QUEUE_REFUSES = "AccessDeniedException (HTTP 403)";

  /** An answer to one kind of call. */
  record Answer(int status, String body) {}

  private final HttpServer server;
  private final Path folder;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  AwsScene(Path folder) {
    this(folder, null);
  }

  /** One that speaks TLS, if there is something to speak it with. */
  AwsScene(Path folder, SSLContext tls) {
    this.folder = folder;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      server = tls == null ? HttpServer.create(address, 0) : HttpsServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (server instanceof HttpsServer https) {
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
    }
    server.createContext("/", this::handle);
    server.start();
    set("HOME", folder.toString());
    set("AWS_REGION", "eu-west-1");
    set("AWS_EC2_METADATA_DISABLED", "true");
    for (String service : List.of("STS", "SSO", "SSO_OIDC", "SIGNIN")) {
      set("AWS_ENDPOINT_URL_" + service, url());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets a variable of the program's environment. */
  AwsScene set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * What is answered from now on.
   *
   * @param call the action of STS, or the path
   */
  AwsScene answer(String call, int status, String body) {
    answers.put(call, new Answer(status, body));
    return this;
  }

  /** Writes a file below the home folder. */
  Path file(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The access keys that calls to SQS were signed with. */
  List<String> signatures() {
    return signatures;
  }

  /** The other calls, by action or path. */
  List<String> calls() {
    return calls;
  }

  /** Starts a drain of the server's queue, or another command's run. */
  Spawned start(String... options) {
    ProcessBuilder builder = new ProcessBuilder(ProgramCommand.java(List.of(), options));
    builder.environment().keySet().removeIf(AwsScene::isInTheWay);
    builder.environment().putAll(environment);
    return Spawned.start(builder, folder, options[0]);
  }

  private static boolean isInTheWay(String name) {
    return name.startsWith("AWS_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy");
  }

  Spawned drain() {
    return drain(url());
  }

  Spawned drain(String endpoint) {
    return start(
        "consume",
        "--dry-run",
        "--outage-limit",
        "1s",
        "--log-level",
        "trace",
        "--queue-url",
        endpoint + "/0/q");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      Answer answer;
      if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        signatures.add(signed.replaceFirst(".*Credential=([^/]*)/.*", "$1"));
        answer = new Answer(403, "{\"__type\":\"com.amazonaws.sqs#AccessDeniedException\"}");
      } else {
        String call =
            body.contains("Action=") ? body.replaceFirst("(?s).*Action=(\\w+).*", "$1") : path;
        calls.add(call);
        answer = answers.getOrDefault(call, new Answer(404, SECRET));
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", answer.body().startsWith("<") ? "text/xml" : "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

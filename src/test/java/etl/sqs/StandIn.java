package etl.sqs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import etl.testing.ElasticMq;
import etl.testing.QueueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server between the queue and ElasticMQ, which answers some calls by itself. */
public final class StandIn implements AutoCloseable {
  /**
   * A call that came in.
   *
   * @param action the action of a JSON call, empty for a query call
   */
  public record Call(String path, String action, String body) {
    public boolean isJson() {
      return !action.isEmpty();
    }
  }

  public record Answer(int status, Map<String, String> headers, String body) {
    public static Answer of(int status, String contentType, String body) {
      return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    public static Answer json(int status, String body) {
      return of(status, "application/x-amz-json-1.0", body);
    }

    /** An error as SQS itself gives it in JSON. */
    static Answer error(int status, String code) {
      return json(status, "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"secret\"}");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Function<Call, Optional<Answer>> behaviour;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * @param behaviour the answer to a call; empty to let ElasticMQ answer it
   */
  public StandIn(Function<Call, Optional<Answer>> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One that answers every call alike. */
  public static StandIn answering(Answer answer) {
    return new StandIn(call -> Optional.of(answer));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public SqsSettings settings(String queueName, SqsSettings.Protocol protocol) {
    return QueueSettings.of(null, queueName, endpoint(), null, ElasticMq.CREDENTIALS, protocol);
  }

  /** What came in so far, in order. */
  public List<Call> calls() {
    return calls;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String action = target == null ? "" : target.substring(target.indexOf('.') + 1);
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Call call = new Call(exchange.getRequestURI().getPath(), action, body);
      calls.add(call);
      Optional<Answer> own = behaviour.apply(call);
      send(exchange, own.isPresent() ? own.get() : passOn(exchange, body));
    }
  }

  private Answer passOn(HttpExchange exchange, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                ElasticMq.shared().endpoint().resolve(exchange.getRequestURI().getPath()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (String header : List.of("X-Amz-Target", "Content-Type")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(header, List.of())
          .forEach(value -> request.header(header, value));
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
      return Answer.of(answer.statusCode(), type, answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    // Zero means chunks, so that the size is not told beforehand; -1 means no body.
    boolean chunked = answer.headers().containsKey("Transfer-Encoding");
    exchange.sendResponseHeaders(
        answer.status(), chunked ? 0 : body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

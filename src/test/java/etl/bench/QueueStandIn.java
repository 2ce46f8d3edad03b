package etl.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A queue server with AWS's JSON protocol, some logins in its one queue, and a count of the
 * requests. What was received stays in flight until it is deleted or given back: there is no
 * visibility timeout. Deletes are believed, not checked.
 */
final class QueueStandIn implements AutoCloseable {
  /** How far behind its first delivery a message is delivered again. */
  private static final int BEHIND = 1_000;

  static {
    // Without these the JDK's server waits for acknowledgements and drops idle connections.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final Duration latency;
  private final BlockingQueue<Integer> visible = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger deleted = new AtomicInteger();
  private final AtomicLong firstReceive = new AtomicLong();
  private final AtomicLong lastDelete = new AtomicLong();

  /**
   * @param messages how many different ones
   * @param duplicates how many percent are delivered twice
   * @param latency added to each answer
   */
  QueueStandIn(int messages, int duplicates, Duration latency) throws IOException {
    this.latency = latency;
    for (int i = 0; i < messages + BEHIND; i++) {
      if (i < messages) {
        visible.add(i);
      }
      if (i >= BEHIND && (i - BEHIND) % 100 < duplicates) {
        visible.add(i - BEHIND);
      }
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/000000000000/login-queue";
  }

  /** How many requests there have been of any kind. */
  int requests() {
    return requests.get();
  }

  /** How many deliveries have been deleted. */
  int deleted() {
    return deleted.get();
  }

  /** When the first receive came, by {@link System#nanoTime()}. */
  long firstReceive() {
    return firstReceive.get();
  }

  /** When the last delete came, by {@link System#nanoTime()}. */
  long lastDelete() {
    return lastDelete.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      JsonObject request =
          JsonParser.parseReader(
                  new InputStreamReader(exchange.getRequestBody(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      JsonObject result =
          switch (target.substring(target.indexOf('.') + 1)) {
            case "GetQueueAttributes" -> attributes();
            case "ReceiveMessage" -> receive(request);
            case "DeleteMessageBatch" -> delete(request);
            case "ChangeMessageVisibilityBatch" -> giveBack(request);
            default -> throw new IOException("not known: " + target);
          };
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
      byte[] body = result.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonObject attributes() {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("VisibilityTimeout", "30");
    attributes.addProperty("ApproximateNumberOfMessages", Integer.toString(visible.size()));
    JsonObject result = new JsonObject();
    result.add("Attributes", attributes);
    return result;
  }

  private JsonObject receive(JsonObject request) throws InterruptedException {
    firstReceive.compareAndSet(0, System.nanoTime());
    int wait = request.has("WaitTimeSeconds") ? request.get("WaitTimeSeconds").getAsInt() : 0;
    int max = request.get("MaxNumberOfMessages").getAsInt();
    JsonArray messages = new JsonArray();
    Integer next = visible.poll(wait, TimeUnit.SECONDS);
    while (next != null) {
      messages.add(message(next));
      next = messages.size() < max ? visible.poll() : null;
    }
    JsonObject result = new JsonObject();
    result.add("Messages", messages);
    return result;
  }

  private static JsonObject message(int number) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("SentTimestamp", "1795000000000");
    attributes.addProperty("ApproximateReceiveCount", "1");
    JsonObject message = new JsonObject();
    message.addProperty("MessageId", BenchmarkLogins.id(number));
    message.addProperty("ReceiptHandle", Integer.toString(number));
    message.addProperty("Body", BenchmarkLogins.body(number));
    message.add("Attributes", attributes);
    return message;
  }

  private JsonObject delete(JsonObject request) {
    JsonObject result = succeeded(request);
    lastDelete.set(System.nanoTime());
    deleted.addAndGet(request.getAsJsonArray("Entries").size());
    return result;
  }

  private JsonObject giveBack(JsonObject request) {
    for (JsonElement entry : request.getAsJsonArray("Entries")) {
      if (entry.getAsJsonObject().get("VisibilityTimeout").getAsInt() == 0) {
        visible.add(entry.getAsJsonObject().get("ReceiptHandle").getAsInt());
      }
    }
    return succeeded(request);
  }

  private static JsonObject succeeded(JsonObject request) {
    JsonArray successful = new JsonArray();
    for (JsonElement entry : request.getAsJsonArray("Entries")) {
      JsonObject one = new JsonObject();
      one.add("Id", entry.getAsJsonObject().get("Id"));
      successful.add(one);
    }
    JsonObject result = new JsonObject();
    result.add("Successful", successful);
    result.add("Failed", new JsonArray());
    return result;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}

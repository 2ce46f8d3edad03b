package etl.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** The sandbox's SQS server, with one queue in memory. */
final class SqsServer {
  private static final int BATCH = 10;

  private final int port;

  private SqsServer(int port) {
    this.port = port;
  }

  /** Starts the server on a free port and creates the queue. It ends with the process. */
  static SqsServer start() {
    int port =
        SQSRestServerBuilder.withInterface(SandboxAddresses.HOST)
            .withDynamicPort()
            .withAWSRegion(SandboxAddresses.REGION)
            .start()
            .waitUntilStarted()
            .localAddress()
            .getPort();
    SqsServer server = new SqsServer(port);
    JsonObject queue = new JsonObject();
    queue.addProperty("QueueName", SandboxAddresses.QUEUE);
    server.call("CreateQueue", queue);
    return server;
  }

  int port() {
    return port;
  }

  /**
   * Sends the sample messages, unless the queue holds any message, visible or in flight.
   *
   * @return how many were sent
   */
  synchronized int fill() {
    if (!isEmpty()) {
      return 0;
    }
    List<String> bodies = sampleEvents();
    for (int start = 0; start < bodies.size(); start += BATCH) {
      send(bodies.subList(start, Math.min(start + BATCH, bodies.size())));
    }
    return bodies.size();
  }

  private boolean isEmpty() {
    JsonArray names = new JsonArray();
    names.add("All");
    JsonObject request = forQueue();
    request.add("AttributeNames", names);
    JsonObject attributes = call("GetQueueAttributes", request).getAsJsonObject("Attributes");
    return attributes.get("ApproximateNumberOfMessages").getAsInt() == 0
        && attributes.get("ApproximateNumberOfMessagesNotVisible").getAsInt() == 0;
  }

  private static List<String> sampleEvents() {
    try (InputStream in = SqsServer.class.getResourceAsStream("sample-events.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(List<String> bodies) {
    JsonArray entries = new JsonArray();
    for (String body : bodies) {
      JsonObject entry = new JsonObject();
      entry.addProperty("Id", Integer.toString(entries.size()));
      entry.addProperty("MessageBody", body);
      entries.add(entry);
    }
    JsonObject request = forQueue();
    request.add("Entries", entries);
    call("SendMessageBatch", request);
  }

  private JsonObject forQueue() {
    JsonObject request = new JsonObject();
    request.addProperty("QueueUrl", SandboxAddresses.queueUrl(port).toString());
    return request;
  }

  private JsonObject call(String action, JsonObject request) {
    try {
      URI endpoint = SandboxAddresses.endpoint(port).resolve("/");
      HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
      connection.setRequestProperty("X-Amz-Target", "AmazonSQS." + action);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream in = connection.getInputStream()) {
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return JsonParser.parseString(answer).getAsJsonObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

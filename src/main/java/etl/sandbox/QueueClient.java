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
import java.util.Map;

/** Talks to the sandbox's SQS server about its one queue. */
final class QueueClient {
  private static final int BATCH = 10;

  private final int port;

  QueueClient(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  void create() {
    JsonObject queue = new JsonObject();
    queue.addProperty("QueueName", SandboxAddresses.QUEUE);
    call("CreateQueue", queue);
  }

  /** Whether the queue holds no message, neither visible nor in flight. */
  private boolean isEmpty() {
    JsonArray names = new JsonArray();
    names.add("All");
    JsonObject request = forQueue();
    request.add("AttributeNames", names);
    JsonObject attributes = call("GetQueueAttributes", request).getAsJsonObject("Attributes");
    return attributes.get("ApproximateNumberOfMessages").getAsInt() == 0
        && attributes.get("ApproximateNumberOfMessagesNotVisible").getAsInt() == 0;
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
    List<SandboxEvent> events = sampleEvents();
    send(events);
    return events.size();
  }

  private static List<SandboxEvent> sampleEvents() {
    try (InputStream in = QueueClient.class.getResourceAsStream("sample-events.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(body -> new SandboxEvent(body, Map.of()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends events that SQS does not refuse, in batches as large as it takes. */
  void send(List<SandboxEvent> events) {
    JsonArray entries = new JsonArray();
    long bytes = 0;
    for (SandboxEvent event : events) {
      if (entries.size() == BATCH || bytes + event.bytes() > SandboxEvent.LONGEST) {
        send(entries);
        entries = new JsonArray();
        bytes = 0;
      }
      entries.add(entry(event, entries.size()));
      bytes += event.bytes();
    }
    if (!entries.isEmpty()) {
      send(entries);
    }
  }

  private static JsonObject entry(SandboxEvent event, int id) {
    JsonObject entry = new JsonObject();
    entry.addProperty("Id", Integer.toString(id));
    entry.addProperty("MessageBody", event.body());
    JsonObject attributes = new JsonObject();
    event
        .attributes()
        .forEach(
            (name, text) -> {
              JsonObject value = new JsonObject();
              value.addProperty("DataType", "String");
              value.addProperty("StringValue", text);
              attributes.add(name, value);
            });
    if (!attributes.isEmpty()) {
      entry.add("MessageAttributes", attributes);
    }
    return entry;
  }

  private void send(JsonArray entries) {
    JsonObject request = forQueue();
    request.add("Entries", entries);
    JsonArray failed = call("SendMessageBatch", request).getAsJsonArray("Failed");
    if (failed != null && !failed.isEmpty()) {
      throw new UncheckedIOException(new IOException("the SQS server took only a part of a batch"));
    }
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

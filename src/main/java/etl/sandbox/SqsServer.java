package etl.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** The sandbox's SQS server, with one queue in memory. */
final class SqsServer {
  private final int port;
  private final QueueClient client;

  private SqsServer(int port) {
    this.port = port;
    this.client = new QueueClient(port);
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
    server.client.create();
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
    if (!client.isEmpty()) {
      return 0;
    }
    List<SandboxEvent> events = sampleEvents();
    client.send(events);
    return events.size();
  }

  private static List<SandboxEvent> sampleEvents() {
    try (InputStream in = SqsServer.class.getResourceAsStream("sample-events.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(body -> new SandboxEvent(body, Map.of()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package etl.testing;

import etl.aws.StaticCredentials;
import etl.sqs.SqsSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A real SQS server for tests: one for the test JVM, on a free port; each test makes its queues.
 */
public final class ElasticMq {
  /** What every stand-in takes. */
  public static final StaticCredentials CREDENTIALS =
      new StaticCredentials("test-key-id", "test-key", null);

  private static final class Shared {
    static final ElasticMq SERVER = new ElasticMq();
  }

  private final URI endpoint;
  private final SqsClient client;

  private ElasticMq() {
    int port =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withDynamicPort()
            .start()
            .waitUntilStarted()
            .localAddress()
            .getPort();
    endpoint = URI.create("http://127.0.0.1:" + port);
    client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())))
            .build();
  }

  /** The server, started when it is first asked for; it ends with the JVM. */
  public static ElasticMq shared() {
    return Shared.SERVER;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A fresh queue with SQS's defaults. */
  public TestQueue queue() {
    return queue(Map.of());
  }

  /** A fresh queue whose deliveries stay invisible for this many seconds. */
  public TestQueue queue(int visibilityTimeout) {
    return queue(
        Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(visibilityTimeout)));
  }

  /** A fresh queue. */
  public TestQueue queue(Map<QueueAttributeName, String> attributes) {
    return create("queue-" + UUID.randomUUID(), attributes);
  }

  /** A fresh FIFO queue. */
  public TestQueue fifoQueue(Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> fifo = new HashMap<>(attributes);
    fifo.put(QueueAttributeName.FIFO_QUEUE, "true");
    return create("queue-" + UUID.randomUUID() + ".fifo", fifo);
  }

  /** The attribute that sends messages to another queue after this many deliveries. */
  public static Map<QueueAttributeName, String> redrive(TestQueue deadLetters, int maxReceives) {
    String policy =
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
            .formatted(deadLetters.arn(), maxReceives);
    return Map.of(QueueAttributeName.REDRIVE_POLICY, policy);
  }

  /** A queue of this very name, made if it is not there. */
  public TestQueue create(String name, Map<QueueAttributeName, String> attributes) {
    String url = client.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
    return new TestQueue(client, name, url);
  }

  /** How to reach a queue of this server. */
  public SqsSettings settings(String queueName, SqsSettings.Protocol protocol) {
    return QueueSettings.of(null, queueName, endpoint, null, CREDENTIALS, protocol);
  }
}

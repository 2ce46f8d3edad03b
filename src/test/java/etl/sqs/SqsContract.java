package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.EventQueue;
import etl.event.EventQueueContract;
import etl.event.QueueFixture;
import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The contract on a real SQS server, however it is spoken to. */
interface SqsContract extends EventQueueContract {
  /** How to reach a queue of {@link ElasticMq#shared()}. */
  SqsSettings settings(String queueName);

  @Override
  default QueueFixture standard(Duration visibilityTimeout) {
    return fixture(ElasticMq.shared().queue(attributes(visibilityTimeout)));
  }

  @Override
  default QueueFixture fifo(Duration visibilityTimeout) {
    return fixture(ElasticMq.shared().fifoQueue(attributes(visibilityTimeout)));
  }

  @Override
  default QueueFixture redriving(Duration visibilityTimeout, int maxReceives) {
    TestQueue deadLetters = ElasticMq.shared().queue();
    Map<QueueAttributeName, String> attributes = new HashMap<>(attributes(visibilityTimeout));
    attributes.putAll(ElasticMq.redrive(deadLetters, maxReceives));
    return fixture(ElasticMq.shared().queue(attributes));
  }

  @Test
  default void attributes_that_are_asked_for_come_with_a_message() {
    TestQueue sent = ElasticMq.shared().queue();
    String id =
        sent.sendWith(
            Map.of(
                "kind", attribute("String.label", "order & <placed> é"),
                "size", attribute("Number", "12"),
                "other", attribute("String", "not asked for")),
            "hello");
    String bare = sent.send("hello");
    Map<String, Map<String, String>> received = new HashMap<>();
    try (EventQueue queue = fixture(sent).queue()) {
      queue.open();
      while (received.size() < 2) {
        queue
            .receive(10, Duration.ofSeconds(1), bytes -> {})
            .forEach(message -> received.put(message.id(), message.attributes()));
      }
    }
    assertThat(received)
        .containsEntry(id, Map.of("kind", "order & <placed> é", "size", "12"))
        .containsEntry(bare, Map.of());
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static Map<QueueAttributeName, String> attributes(Duration visibilityTimeout) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibilityTimeout.toSeconds()));
  }

  private QueueFixture fixture(TestQueue queue) {
    return new QueueFixture(
        new SqsEventQueue(settings(queue.name()), Set.of("kind", "size"), Clock.systemUTC()),
        queue);
  }
}

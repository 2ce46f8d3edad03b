package etl.sqs;

import etl.event.EventQueueContract;
import etl.event.QueueFixture;
import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

  private static Map<QueueAttributeName, String> attributes(Duration visibilityTimeout) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibilityTimeout.toSeconds()));
  }

  private QueueFixture fixture(TestQueue queue) {
    return new QueueFixture(new SqsEventQueue(settings(queue.name()), Clock.systemUTC()), queue);
  }
}

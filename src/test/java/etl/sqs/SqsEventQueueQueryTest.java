package etl.sqs;

import etl.testing.ElasticMq;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@Tag("servers")
class SqsEventQueueQueryTest implements SqsContract {
  @Override
  public SqsSettings settings(String queueName) {
    return ElasticMq.shared().settings(queueName, SqsSettings.Protocol.QUERY);
  }
}

package etl.sqs;

import etl.testing.ElasticMq;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract by the SDK's client. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("servers")
class SqsEventQueueSdkTest implements SqsContract {
  @Override
  public SqsSettings settings(String queueName) {
    return ElasticMq.shared()
        .settings(queueName, SqsSettings.Protocol.JSON)
        .by(SqsSettings.Client.SDK);
  }
}

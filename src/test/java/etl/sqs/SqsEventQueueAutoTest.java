package etl.sqs;

import etl.sqs.query.DetectedProtocolTest;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract on a server that refuses JSON, with nothing said of the protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("servers")
class SqsEventQueueAutoTest implements SqsContract {
  private StandIn server;

  @BeforeAll
  void start() {
    server =
        new StandIn(
            call -> call.isJson() ? Optional.of(DetectedProtocolTest.XML_ERROR) : Optional.empty());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  public SqsSettings settings(String queueName) {
    return server.settings(queueName, SqsSettings.Protocol.AUTO);
  }
}

package etl.sqs;

import etl.testing.ElasticMq;

class SqsEventQueueQueryTest implements SqsContract {
  @Override
  public SqsSettings settings(String queueName) {
    return ElasticMq.shared().settings(queueName, SqsSettings.Protocol.QUERY);
  }
}

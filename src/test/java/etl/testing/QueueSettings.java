package etl.testing;

import etl.aws.AwsSettings;
import etl.aws.StaticCredentials;
import etl.sqs.SqsSettings;
import java.net.URI;
import java.util.Map;

/** Settings for which only the process's variables count. */
public final class QueueSettings {
  private QueueSettings() {}

  /**
   * Calls directly where it can.
   *
   * @param credentials null for the SDK's sources
   */
  public static SqsSettings of(
      URI queueUrl,
      String queueName,
      URI endpoint,
      String region,
      StaticCredentials credentials,
      SqsSettings.Protocol protocol) {
    return new SqsSettings(
        queueUrl,
        queueName,
        endpoint,
        region,
        protocol,
        SqsSettings.Client.DIRECT,
        aws(credentials));
  }

  /** A key, or the SDK's sources if it is null; no proxies. */
  public static AwsSettings aws(StaticCredentials key) {
    return new AwsSettings(key, Map.of(), Map.of());
  }
}

package etl.sqs;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which queue, and how to reach it.
 *
 * @param queueUrl the queue's URL, which wins over the name; null if not given
 * @param queueName the queue's name or its ARN, used if there is no URL; an ARN's region counts in
 *     any case
 * @param endpoint where to send every call, whatever the host in the queue's URL; null for Amazon
 *     itself, or for the host of a queue URL that is not Amazon's
 * @param region the AWS region; null for the one in the queue's URL, else the AWS profile's
 *     (us-east-1 with an endpoint)
 * @param credentials complete credentials; null for the SDK's default chain, unchanged
 * @param protocol how the calls are written
 * @param variables what the SDK shall read besides the process's variables
 */
public record SqsSettings(
    URI queueUrl,
    String queueName,
    URI endpoint,
    String region,
    StaticCredentials credentials,
    Protocol protocol,
    SdkVariables variables) {
  /** How the calls to SQS are written. */
  public enum Protocol {
    /** JSON, or the older query protocol where an endpoint that is not Amazon's rejects JSON. */
    AUTO,
    /** AWS JSON 1.0. */
    JSON,
    /** The older query protocol, never used against Amazon. */
    QUERY;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SqsSettings {
    Objects.requireNonNull(queueName, "queueName");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(variables, "variables");
  }

  /** The host of the queue's URL where that is Amazon's, but another server is asked instead. */
  public Optional<String> hostNotAsked() {
    boolean overridden =
        queueUrl != null
            && endpoint != null
            && AmazonHost.of(queueUrl.getHost()).isPresent()
            && AmazonHost.of(endpoint.getHost()).isEmpty();
    return overridden ? Optional.of(queueUrl.getHost()) : Optional.empty();
  }

  /** Settings for which the SDK reads the process's variables only. */
  public SqsSettings(
      URI queueUrl,
      String queueName,
      URI endpoint,
      String region,
      StaticCredentials credentials,
      Protocol protocol) {
    this(queueUrl, queueName, endpoint, region, credentials, protocol, SdkVariables.NONE);
  }

  /**
   * The same with the endpoint that the AWS profile names, if none was given. From now on the SDK
   * knows the variables, too.
   */
  SqsSettings resolved() {
    variables.apply();
    return endpoint == null
        ? ProfileEndpoint.find()
            .map(
                found ->
                    new SqsSettings(
                        queueUrl, queueName, found, region, credentials, protocol, variables))
            .orElse(this)
        : this;
  }

  /** The same settings for another queue. */
  SqsSettings to(URI otherQueue) {
    return new SqsSettings(
        otherQueue, queueName, endpoint, region, credentials, protocol, variables);
  }
}

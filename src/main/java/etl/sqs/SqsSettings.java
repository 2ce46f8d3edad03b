package etl.sqs;

import etl.aws.AwsProfile;
import etl.aws.AwsSettings;
import etl.event.Fault;
import etl.event.QueueException;
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
 * @param protocol how the calls are written
 * @param client what makes the calls for each batch of messages
 * @param aws the credentials, and how AWS is reached
 */
public record SqsSettings(
    URI queueUrl,
    String queueName,
    URI endpoint,
    String region,
    Protocol protocol,
    Client client,
    AwsSettings aws) {
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

  /** What makes the calls for each batch of messages. */
  public enum Client {
    /** Calls of etl's own, where the server is spoken to in JSON and reached directly. */
    DIRECT,
    /** The AWS SDK's client, which makes all other calls in any case. */
    SDK;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SqsSettings {
    Objects.requireNonNull(queueName, "queueName");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(aws, "aws");
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

  /**
   * The same with the endpoint that the AWS profile names, if none was given.
   *
   * @throws QueueException with {@link Fault#CONFIGURATION} if the profile's files are unusable
   */
  SqsSettings resolved() {
    return endpoint == null
        ? SqsFaults.ofSettings(() -> AwsProfile.endpoint("sqs"))
            .map(
                found -> new SqsSettings(queueUrl, queueName, found, region, protocol, client, aws))
            .orElse(this)
        : this;
  }

  /** The same settings for another queue. */
  SqsSettings to(URI otherQueue) {
    return new SqsSettings(otherQueue, queueName, endpoint, region, protocol, client, aws);
  }

  /** The same settings with another client. */
  public SqsSettings by(Client other) {
    return new SqsSettings(queueUrl, queueName, endpoint, region, protocol, other, aws);
  }
}

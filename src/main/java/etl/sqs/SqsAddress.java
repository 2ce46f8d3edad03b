package etl.sqs;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.QueueException;
import java.net.URI;
import java.util.Optional;

/**
 * The address of a queue, derived from the settings.
 *
 * @param queueUrl null if the queue is looked up by its name
 * @param endpoint where to send the calls, null for the region's own endpoint
 * @param region null for the AWS profile's
 * @param amazon whether it is Amazon SQS itself
 * @param owner the account that owns a queue that is looked up by its name; null for the caller's
 */
record SqsAddress(
    URI queueUrl, String queueName, URI endpoint, String region, boolean amazon, String owner) {
  private static final String QUEUE_NAME = "[\\w.-]{1,80}";
  private static final String REGION = "[a-z0-9-]{1,63}";
  private static final String STAND_IN_REGION = "us-east-1";

  /**
   * Derives the address.
   *
   * @throws QueueException with {@link Fault#CONFIGURATION} if the settings are invalid
   */
  static SqsAddress of(SqsSettings settings) {
    URI queueUrl = settings.queueUrl();
    requireHttp(queueUrl, "queue URL");
    requireHttp(settings.endpoint(), "endpoint");
    Optional<QueueArn> arn = QueueArn.of(settings.queueName());
    String name =
        queueUrl == null
            ? arn.map(QueueArn::name).orElse(settings.queueName())
            : lastSegment(queueUrl);
    require(name.matches(QUEUE_NAME), "the queue URL or name does not name a queue");

    URI endpoint = settings.endpoint() == null ? ownEndpoint(queueUrl) : settings.endpoint();
    URI reached = endpoint == null ? queueUrl : endpoint;
    Optional<AmazonHost> host = reached == null ? Optional.empty() : amazonHost(reached);
    boolean amazon = reached == null || host.isPresent();
    String region =
        arn.map(QueueArn::region).or(() -> host.map(AmazonHost::region)).orElse(settings.region());
    if (region == null && endpoint != null) {
      region = STAND_IN_REGION;
    }
    require(region == null || region.matches(REGION), "no such AWS region");
    require(
        !amazon || settings.protocol() != SqsSettings.Protocol.QUERY,
        "the query protocol cannot be used with Amazon SQS itself");
    String owner = arn.map(QueueArn::account).orElse(null);
    return new SqsAddress(queueUrl, name, endpoint, region, amazon, owner);
  }

  private static void requireHttp(URI uri, String what) {
    boolean usable =
        uri == null
            || (uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme())
                    || "https".equalsIgnoreCase(uri.getScheme())));
    require(usable, "the " + what + " must begin with http:// or https:// and a host");
  }

  private static String lastSegment(URI queueUrl) {
    String path = queueUrl.getPath().replaceFirst("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static URI ownEndpoint(URI queueUrl) {
    if (queueUrl == null || amazonHost(queueUrl).filter(AmazonHost::canonical).isPresent()) {
      return null;
    }
    return URI.create(queueUrl.getScheme() + "://" + queueUrl.getRawAuthority());
  }

  private static Optional<AmazonHost> amazonHost(URI uri) {
    return AmazonHost.of(uri.getHost());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new QueueException(Fault.CONFIGURATION, otherwise, Remedy.NO_QUEUE, null);
    }
  }

  /** The same address with this region. */
  SqsAddress in(String found) {
    return new SqsAddress(queueUrl, queueName, endpoint, found, amazon, owner);
  }

  /** Where the calls go. */
  URI url() {
    return endpoint == null ? URI.create("https://sqs." + region + ".amazonaws.com") : endpoint;
  }

  /** For messages: the queue's name, and the server's host and port or its region. */
  @Override
  public String toString() {
    return "queue " + queueName + " at " + place();
  }

  private String place() {
    if (endpoint == null) {
      return "Amazon SQS in " + region;
    }
    return endpoint.getPort() < 0
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }
}

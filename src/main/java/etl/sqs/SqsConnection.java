package etl.sqs;

import etl.aws.AwsAccess;
import etl.aws.AwsException;
import etl.aws.Causes;
import etl.doctor.Remedy;
import etl.event.QueueException;
import etl.sqs.direct.DirectCalls;
import etl.sqs.direct.Endpoint;
import etl.sqs.direct.HttpTimeouts;
import etl.sqs.direct.MessageCalls;
import etl.sqs.query.DetectedProtocol;
import etl.sqs.query.QueryProtocol;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.utils.AttributeMap;

/** The SDK's client, with credentials and error handling. */
final class SqsConnection implements AutoCloseable {
  // The read timeout is longer than the longest poll, which is silent for up to 20 seconds.
  private static final HttpTimeouts TIMEOUTS =
      new HttpTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(30));

  // More than there are concurrent calls, which the consumer bounds.
  private static final int MAX_CONNECTIONS = 1000;

  private final AwsAccess access;
  private final SqsSettings settings;
  private final SqsAddress address;
  private final SqsFaults faults;
  private final ReceiveWatch receives;
  private final SqsClient client;

  /**
   * Connects; asks no server, but for the region of a machine at Amazon.
   *
   * @throws QueueException CONFIGURATION if the settings are unusable
   */
  SqsConnection(SqsSettings given) {
    access = SqsFaults.ofSettings(() -> AwsAccess.open(given.aws()));
    settings = given.resolved();
    address = withRegion(SqsAddress.of(settings));
    faults = new SqsFaults(address, access.network().proxyName(address.url()));
    receives = new ReceiveWatch(SqsFaults.ofSettings(this::http));
    client = makeClient();
  }

  private SdkHttpClient http() {
    return access
        .network()
        .client(
            () ->
                Apache5HttpClient.builder()
                    .maxConnections(MAX_CONNECTIONS)
                    .connectionTimeout(TIMEOUTS.connect())
                    .socketTimeout(TIMEOUTS.read()),
            address.endpoint(),
            AttributeMap.empty());
  }

  /**
   * The address with the AWS profile's region, or the machine's, if it has none.
   *
   * @throws QueueException CONFIGURATION if there is no region, UNAVAILABLE if the machine does not
   *     know it yet
   */
  static SqsAddress withRegion(SqsAddress address) {
    return address.region() == null
        ? address.in(SqsFaults.ofSettings(AwsAccess::region, Remedy.NO_REGION))
        : address;
  }

  private SqsClient makeClient() {
    SqsClientBuilder builder =
        SqsClient.builder()
            .httpClient(speaking(settings.protocol()))
            .region(Region.of(address.region()))
            .credentialsProvider(access)
            // One body with a wrong checksum would make the whole response unreadable, each time;
            // TLS protects the transport.
            .checksumValidationEnabled(false)
            .overrideConfiguration(c -> c.retryStrategy(retries()));
    if (address.endpoint() != null) {
      // Whoever names a host has chosen: the SDK refuses to derive another one from it.
      builder.endpointOverride(address.endpoint()).fipsEnabled(false).dualstackEnabled(false);
    }
    return builder.build();
  }

  private SdkHttpClient speaking(SqsSettings.Protocol protocol) {
    return switch (protocol) {
      case QUERY -> new QueryProtocol(receives);
      case AUTO -> address.amazon() ? receives : new DetectedProtocol(receives);
      case JSON -> receives;
    };
  }

  /** Retries only failures of a stale connection or clock skew; the caller waits out outages. */
  private static StandardRetryStrategy retries() {
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(3)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .circuitBreakerEnabled(false)
        .treatAsThrottling(e -> false)
        .retryOnException(SqsConnection::passesAtOnce)
        .build();
  }

  private static boolean passesAtOnce(Throwable e) {
    if (e instanceof SdkServiceException answer) {
      return answer.isClockSkewException();
    }
    return Causes.network(e)
        .filter(c -> !(c instanceof ConnectException))
        .filter(c -> !(c instanceof SocketTimeoutException))
        .filter(c -> !(c instanceof UnknownHostException))
        .isPresent();
  }

  SqsAddress address() {
    return address;
  }

  SqsClient client() {
    return client;
  }

  AwsAccess access() {
    return access;
  }

  /**
   * The calls for each batch, by the way that the settings name. The direct way is for servers that
   * are spoken to in JSON and reached directly; others are called by the SDK's client.
   *
   * @param queueUrl a queue of which this has read the attributes
   * @param attributes the names of the message attributes to ask for
   */
  MessageCalls calls(String queueUrl, Set<String> attributes) {
    return directEndpoint()
        .<MessageCalls>map(
            endpoint ->
                new DirectCalls(
                    queueUrl,
                    attributes,
                    endpoint,
                    TIMEOUTS,
                    access,
                    SqsConnection::passesAtOnce,
                    Clock.systemUTC()))
        .orElseGet(() -> new SdkCalls(client, receives, queueUrl, attributes));
  }

  /** Where the SDK has sent its last call, if others can be sent there directly. */
  private Optional<Endpoint> directEndpoint() {
    return receives
        .lastSent()
        .filter(sent -> settings.client() == SqsSettings.Client.DIRECT)
        .filter(sent -> access.network().reachesDirectly(sent.getUri()))
        .filter(sent -> !AmazonHost.isSpecial(sent.host()))
        .flatMap(sent -> Endpoint.of(sent, address.region()));
  }

  /** The queue's URL: the given one, or the server's answer for the name. */
  String queueUrl() {
    if (address.queueUrl() != null) {
      return address.queueUrl().toString();
    }
    return call(
        "find",
        () ->
            client
                .getQueueUrl(
                    r -> r.queueName(address.queueName()).queueOwnerAWSAccountId(address.owner()))
                .queueUrl());
  }

  /**
   * Makes a call.
   *
   * @param action what it is for, as in "receive from"
   */
  <T> T call(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException | AwsException e) {
      throw faults.of(action, e);
    }
  }

  @Override
  public void close() {
    client.close();
    // The SDK does not close an HTTP client that was passed to it.
    receives.close();
    access.close();
  }
}

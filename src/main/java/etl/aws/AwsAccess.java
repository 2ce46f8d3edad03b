package etl.aws;

import etl.aws.CredentialSources.Source;
import etl.event.Fault;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The door to AWS: credentials for clients and signers, and the network on which to call. Safe for
 * use by many threads.
 *
 * <p>The credentials are those of the first source that is configured. Until that source has given
 * some, each call looks anew which one it is; from then on it stays, and a failure is an outage.
 */
public final class AwsAccess implements AwsCredentialsProvider, AutoCloseable {
  private final StaticCredentials key;
  private final Network network;
  private volatile Source known;

  private AwsAccess(StaticCredentials key, Network network) {
    this.key = key;
    this.network = network;
  }

  /**
   * Opens it; asks no server. From now on the SDK, in all of this process, knows the settings'
   * variables and goes by its proxies.
   *
   * @throws AwsException CONFIGURATION if a proxy's URL or a file of authorities is unusable
   */
  public static AwsAccess open(AwsSettings settings) {
    settings.applyVariables();
    Network network = Network.of(settings.network());
    network.serveSdk();
    return new AwsAccess(settings.key(), network);
  }

  /**
   * The region that is configured where no option and no variable of etl's own names one.
   *
   * @throws AwsException CONFIGURATION if there is none, UNAVAILABLE if the machine is an instance
   *     at Amazon that does not know it yet
   */
  public static String region() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion().id();
    } catch (SdkClientException e) {
      throw CredentialSources.instanceAnswers(AwsProfile.read())
          ? new AwsException(
              Fault.UNAVAILABLE, "no AWS region yet from the instance's metadata service", e)
          : new AwsException(Fault.CONFIGURATION, "no AWS region is configured", e);
    }
  }

  /**
   * Valid credentials.
   *
   * @throws AwsException if there are none; sources are then read anew at the next call
   */
  @Override
  public AwsCredentials resolveCredentials() {
    Source source = known;
    if (source == null) {
      return first();
    }
    try {
      return source.provider().resolveCredentials();
    } catch (RuntimeException e) {
      String why = CredentialFault.of(e).why();
      throw new AwsException(
          Fault.UNAVAILABLE, "no new AWS credentials from " + source.name() + ": " + why, e);
    }
  }

  /** Resolves credentials as long as none have been. */
  private synchronized AwsCredentials first() {
    if (known != null) {
      return resolveCredentials();
    }
    Source source = key == null ? CredentialSources.first() : given();
    try {
      AwsCredentials found = source.provider().resolveCredentials();
      known = source;
      return found;
    } catch (RuntimeException e) {
      close(source);
      CredentialFault fault = CredentialFault.of(e);
      throw new AwsException(fault.fault(), fault.message(source), e);
    }
  }

  private Source given() {
    return new Source(
        "the access key of the env file or the sandbox",
        StaticCredentialsProvider.create(
            key.sessionToken() == null
                ? AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())
                : AwsSessionCredentials.create(
                    key.accessKeyId(), key.secretAccessKey(), key.sessionToken())));
  }

  /**
   * Looks where the credentials come from, and tells it and how long they hold in words.
   *
   * @throws AwsException if there are none
   */
  public String login() {
    AwsCredentials found = resolveCredentials();
    String lasting = found instanceof AwsSessionCredentials ? "they expire" : "they do not expire";
    String holds = found.expirationTime().map(end -> "they hold until " + end).orElse(lasting);
    return "from " + known.name() + "; " + holds;
  }

  /** The proxies and certificate authorities. */
  public Network network() {
    return network;
  }

  @Override
  public synchronized void close() {
    if (known != null) {
      close(known);
    }
  }

  private static void close(Source source) {
    if (source.provider() instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}

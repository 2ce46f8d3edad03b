package etl.aws;

import etl.event.Fault;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The door to AWS: credentials for clients and signers, and the network on which to call. Safe for
 * use by many threads.
 */
public final class AwsAccess implements AutoCloseable {
  private final CredentialChain credentials;
  private final Network network;

  private AwsAccess(CredentialChain credentials, Network network) {
    this.credentials = credentials;
    this.network = network;
  }

  /**
   * Where credentials came from.
   *
   * @param source the source, as in "the AWS profile dev (sso)"
   * @param temporary whether they expire
   * @param expires when they expire and are replaced; null if that is not known, or never
   */
  public record Login(String source, boolean temporary, Instant expires) {}

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
    return new AwsAccess(new CredentialChain(settings.key()), network);
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
      throw InstanceMetadata.answers(AwsProfile.read())
          ? new AwsException(
              Fault.UNAVAILABLE, "no AWS region yet from the instance's metadata service", e)
          : new AwsException(Fault.CONFIGURATION, "no AWS region is configured", e);
    }
  }

  /**
   * The credentials for a client or a signer. Each call of {@link
   * AwsCredentialsProvider#resolveCredentials()} gives valid ones, and throws an {@link
   * AwsException} if there are none; sources are then read anew at the next call.
   */
  public AwsCredentialsProvider credentials() {
    return credentials;
  }

  /**
   * Looks where the credentials come from.
   *
   * @throws AwsException if there are none
   */
  public Login login() {
    AwsCredentials found = credentials.resolveCredentials();
    return new Login(
        credentials.source(),
        found instanceof AwsSessionCredentials,
        found.expirationTime().orElse(null));
  }

  /** The proxies and certificate authorities. */
  public Network network() {
    return network;
  }

  @Override
  public void close() {
    credentials.close();
  }
}

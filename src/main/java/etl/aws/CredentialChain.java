package etl.aws;

import etl.event.Fault;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of the first source that is configured. Until that source has given some, each
 * call looks anew which one it is; from then on it stays, and a failure is an outage.
 */
final class CredentialChain implements AwsCredentialsProvider, AutoCloseable {
  /**
   * A configured source of credentials.
   *
   * @param name what it is, for messages, as in "the AWS profile dev (sso)"
   * @param provider the SDK's way to ask it
   */
  record Source(String name, AwsCredentialsProvider provider) {}

  private final StaticCredentials key;
  private volatile Source known;

  /**
   * @param key a key that was given; null for the SDK's sources
   */
  CredentialChain(StaticCredentials key) {
    this.key = key;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Source source = known;
    if (source == null) {
      return first();
    }
    try {
      return source.provider().resolveCredentials();
    } catch (RuntimeException e) {
      CredentialFault fault = CredentialFault.of(e);
      throw new AwsException(
          Fault.UNAVAILABLE,
          "no new AWS credentials from " + source.name() + ": " + fault.why(),
          e);
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

  /** The source's name; only valid after credentials were resolved. */
  String source() {
    return known.name();
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

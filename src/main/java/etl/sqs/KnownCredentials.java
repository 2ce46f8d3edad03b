package etl.sqs;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Wraps a credentials provider, and tells missing credentials from other failures: if there have
 * never been any, none are configured; if there have, their source is unavailable.
 */
final class KnownCredentials implements AwsCredentialsProvider {
  /** No credentials were found. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean hadSome;

    private Missing(boolean hadSome, SdkException cause) {
      super(cause);
      this.hadSome = hadSome;
    }

    /** Whether this process had credentials earlier. */
    boolean hadSome() {
      return hadSome;
    }
  }

  private final AwsCredentialsProvider source;
  private volatile boolean hadSome;

  KnownCredentials(AwsCredentialsProvider source) {
    this.source = source;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      AwsCredentials credentials = source.resolveCredentials();
      hadSome = true;
      return credentials;
    } catch (SdkException e) {
      throw new Missing(hadSome, e);
    }
  }
}

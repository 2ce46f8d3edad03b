package etl.aws;

import java.util.Objects;

/**
 * A fixed set of AWS credentials.
 *
 * @param sessionToken the token of a temporary set, null otherwise
 */
public record StaticCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {
  public StaticCredentials {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(secretAccessKey, "secretAccessKey");
  }

  /** Nothing of the credentials. */
  @Override
  public String toString() {
    return "StaticCredentials[]";
  }
}

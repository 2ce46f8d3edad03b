package etl.sqs;

import java.util.Objects;

/**
 * A set of AWS credentials that was given as such.
 *
 * @param accessKeyId the key's id
 * @param secretAccessKey the key
 * @param sessionToken the token of a temporary set, null otherwise
 */
public record StaticCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {
  public StaticCredentials {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(secretAccessKey, "secretAccessKey");
  }

  /** Shows nothing of the credentials. */
  @Override
  public String toString() {
    return "StaticCredentials[]";
  }
}

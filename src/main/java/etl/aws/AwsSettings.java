package etl.aws;

import java.util.Map;
import java.util.Objects;

/**
 * What the environment says about the way to AWS.
 *
 * @param key a complete key that was given; null for the SDK's sources
 * @param variables what the SDK shall read besides the process's variables
 * @param network the values of {@link Network#VARIABLES} that are set, by name
 */
public record AwsSettings(
    StaticCredentials key, SdkVariables variables, Map<String, String> network) {
  public AwsSettings {
    Objects.requireNonNull(variables, "variables");
    network = Map.copyOf(network);
  }

  /** A key, or the SDK's sources if it is null; no proxies. */
  public static AwsSettings of(StaticCredentials key) {
    return new AwsSettings(key, SdkVariables.NONE, Map.of());
  }

  /** Names only: a proxy's URL may hold a password. */
  @Override
  public String toString() {
    return "AwsSettings[" + variables + ", " + network.keySet() + "]";
  }
}

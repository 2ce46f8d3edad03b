package etl.aws;

import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * What the environment says about the way to AWS.
 *
 * @param key a complete key that was given; null for the SDK's sources
 * @param variables those such as {@code AWS_PROFILE} that the SDK shall read as if they were the
 *     process's own, by name; what it does not know is ignored
 * @param network the values of {@link Network#VARIABLES} that are set, by name
 */
public record AwsSettings(
    StaticCredentials key, Map<String, String> variables, Map<String, String> network) {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL_";

  public AwsSettings {
    variables = Map.copyOf(variables);
    network = Map.copyOf(network);
  }

  /**
   * Sets the system properties by which the SDK is told of the variables. They are the whole
   * process's: some of the SDK's sources of credentials can be told in no other way, and a process
   * reads one env file.
   */
  void applyVariables() {
    apply(ProfileFileSystemSetting.values());
    apply(SdkSystemSetting.values());
    variables.keySet().stream().filter(name -> name.startsWith(ENDPOINT)).forEach(this::endpoint);
  }

  /** The endpoint of one service, as in AWS_ENDPOINT_URL_SSO_OIDC, whose property the SDK reads. */
  private void endpoint(String name) {
    StringBuilder property = new StringBuilder("aws.endpointUrl");
    for (String word : name.substring(ENDPOINT.length()).split("_+")) {
      if (!word.isEmpty()) {
        property.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    apply(property.toString(), variables.get(name));
  }

  private void apply(SystemSetting... settings) {
    for (SystemSetting setting : settings) {
      apply(setting.property(), variables.get(setting.environmentVariable()));
    }
  }

  private static void apply(String property, String value) {
    // A property of the command line is the user's last word.
    if (value != null && System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Names only: a proxy's URL may hold a password, and a variable be a token. */
  @Override
  public String toString() {
    return "AwsSettings[" + variables.keySet() + ", " + network.keySet() + "]";
  }
}

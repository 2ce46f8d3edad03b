package etl.aws;

import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Variables such as {@code AWS_PROFILE} that the SDK shall read as if they were the process's own.
 *
 * @param values by name; what the SDK does not know is ignored
 */
public record SdkVariables(Map<String, String> values) {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL_";

  public static final SdkVariables NONE = new SdkVariables(Map.of());

  public SdkVariables {
    values = Map.copyOf(values);
  }

  /**
   * Sets the system properties by which the SDK can be told the same. They are the whole process's:
   * some of the SDK's sources of credentials can be told in no other way, and a process reads one
   * env file.
   */
  void apply() {
    if (!values.isEmpty()) {
      apply(ProfileFileSystemSetting.values());
      apply(SdkSystemSetting.values());
      values.keySet().stream().filter(name -> name.startsWith(ENDPOINT)).forEach(this::endpoint);
    }
  }

  /** The endpoint of one service, as in AWS_ENDPOINT_URL_SSO_OIDC, whose property the SDK reads. */
  private void endpoint(String name) {
    StringBuilder property = new StringBuilder("aws.endpointUrl");
    for (String word : name.substring(ENDPOINT.length()).split("_+")) {
      if (!word.isEmpty()) {
        property.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    apply(property.toString(), values.get(name));
  }

  private void apply(SystemSetting... settings) {
    for (SystemSetting setting : settings) {
      apply(setting.property(), values.get(setting.environmentVariable()));
    }
  }

  private static void apply(String property, String value) {
    // A property of the command line is the user's last word.
    if (value != null && System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The names only: one of the values may be a token. */
  @Override
  public String toString() {
    return "SdkVariables" + values.keySet();
  }
}

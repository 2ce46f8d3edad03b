package etl.aws;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The metadata service of an EC2 instance (IMDS), as far as it has to be known that it is there.
 */
final class InstanceMetadata {
  /** As long as the SDK waits by itself. */
  private static final int TIMEOUT_IN_MS = 1000;

  private InstanceMetadata() {}

  /** Whether it may be asked, and something answers at its address, whatever it says. */
  static boolean answers(AwsProfile profile) {
    if (SdkSystemSetting.AWS_EC2_METADATA_DISABLED.getBooleanValue().orElse(false)) {
      return false;
    }
    String endpoint =
        SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT
            .getNonDefaultStringValue()
            .or(() -> profile.property("ec2_metadata_service_endpoint"))
            .orElseGet(
                () -> isOnIpv6(profile) ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
    try {
      URI address = URI.create(endpoint.replaceFirst("/+$", "") + "/latest/meta-data/");
      HttpURLConnection connection =
          (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_IN_MS);
      connection.setReadTimeout(TIMEOUT_IN_MS);
      connection.setInstanceFollowRedirects(false);
      try {
        return connection.getResponseCode() > 0;
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOnIpv6(AwsProfile profile) {
    return SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE
        .getNonDefaultStringValue()
        .or(() -> profile.property("ec2_metadata_service_endpoint_mode"))
        .filter("ipv6"::equalsIgnoreCase)
        .isPresent();
  }
}

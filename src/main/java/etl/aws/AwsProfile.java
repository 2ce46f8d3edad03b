package etl.aws;

import etl.event.Fault;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The AWS profile in use.
 *
 * @param file what its files held when they were read
 */
public record AwsProfile(String name, ProfileFile file) {
  private static final String ENDPOINT = "endpoint_url";

  /**
   * Reads the profile's files.
   *
   * @throws AwsException CONFIGURATION if one of them is not of their form
   */
  static AwsProfile read() {
    try {
      return new AwsProfile(
          ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow(),
          ProfileFile.defaultProfileFile());
    } catch (RuntimeException e) {
      // Its message quotes a line of the file.
      throw new AwsException(
          Fault.CONFIGURATION, "the AWS profile files (config, credentials) cannot be read", e);
    }
  }

  boolean exists() {
    return file.profile(name).isPresent();
  }

  boolean has(String property) {
    return property(property).isPresent();
  }

  Optional<String> property(String property) {
    return file.profile(name).flatMap(found -> found.property(property));
  }

  /**
   * The endpoint that the profile in use names for a service, or for all of them.
   *
   * @param service as in "sqs"
   * @throws AwsException CONFIGURATION if it is not a URL, or a file is not of its form
   */
  public static Optional<URI> endpoint(String service) {
    if (SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.getBooleanValue().orElse(false)) {
      return Optional.empty();
    }
    AwsProfile profile = read();
    return profile
            .property("ignore_configured_endpoint_urls")
            .filter("true"::equalsIgnoreCase)
            .isPresent()
        ? Optional.empty()
        : profile
            .property("services")
            .flatMap(section -> profile.file.getSection("services", section))
            .flatMap(services -> services.property(service + "." + ENDPOINT))
            .or(() -> profile.property(ENDPOINT))
            .map(AwsProfile::uri);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      // Its message quotes the text.
      throw new AwsException(
          Fault.CONFIGURATION, "the AWS profile's endpoint_url is not a URL", null);
    }
  }
}

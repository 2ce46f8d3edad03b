package etl.sqs;

import etl.aws.AwsProfile;
import etl.event.Fault;
import etl.event.QueueException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;

/** The endpoint for SQS, or for all services, that the AWS profile names. */
final class ProfileEndpoint {
  private static final String ENDPOINT = "endpoint_url";

  private ProfileEndpoint() {}

  /**
   * Reads the profile; empty if it names none.
   *
   * @throws QueueException with {@link Fault#CONFIGURATION} if it is not a URL
   */
  static Optional<URI> find() {
    if (SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.getBooleanValue().orElse(false)) {
      return Optional.empty();
    }
    AwsProfile profile = SqsFaults.ofSettings(AwsProfile::read);
    if (profile
        .property("ignore_configured_endpoint_urls")
        .filter("true"::equalsIgnoreCase)
        .isPresent()) {
      return Optional.empty();
    }
    return profile
        .property("sqs", ENDPOINT)
        .or(() -> profile.property(ENDPOINT))
        .map(ProfileEndpoint::uri);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      // Its message quotes the text.
      throw new QueueException(
          Fault.CONFIGURATION, "the AWS profile's endpoint_url is not a URL", null);
    }
  }
}

package etl.aws;

import etl.event.Fault;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The sources of the SDK's default chain, in its order. The SDK's own chain goes on to the next one
 * when one fails, so that neither can be told which one failed, nor whose account it ends up with.
 */
final class CredentialSources {
  private static final List<String> SSO =
      List.of("sso_session", "sso_start_url", "sso_account_id", "sso_role_name", "sso_region");

  /** How long the metadata service of an instance may take, as long as the SDK waits by itself. */
  private static final int TIMEOUT_IN_MS = 1000;

  /**
   * A configured source of credentials.
   *
   * @param name what it is, for messages, as in "the AWS profile dev (sso)"
   * @param provider the SDK's way to ask it
   */
  record Source(String name, AwsCredentialsProvider provider) {}

  private CredentialSources() {}

  /**
   * Finds the first one that is configured.
   *
   * @throws AwsException DENIED if there is none, or if it is incomplete
   */
  static Source first() {
    return keyOfProperties()
        .or(CredentialSources::keyOfEnvironment)
        .or(CredentialSources::webIdentity)
        .or(() -> profile(AwsProfile.read()))
        .or(CredentialSources::container)
        .or(CredentialSources::instance)
        .orElseThrow(AwsException::withoutSource);
  }

  private static Optional<Source> keyOfProperties() {
    return System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) == null
        ? Optional.empty()
        : source("the system property aws.accessKeyId", SystemPropertyCredentialsProvider.create());
  }

  private static Optional<Source> keyOfEnvironment() {
    boolean id = inEnvironment(SdkSystemSetting.AWS_ACCESS_KEY_ID);
    boolean secret = inEnvironment(SdkSystemSetting.AWS_SECRET_ACCESS_KEY);
    if (id != secret) {
      throw id
          ? incomplete("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
          : incomplete("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
    }
    return id
        ? source("AWS_ACCESS_KEY_ID", EnvironmentVariableCredentialsProvider.create())
        : Optional.empty();
  }

  private static boolean inEnvironment(SystemSetting setting) {
    String value = System.getenv(setting.environmentVariable());
    return value != null && !value.isBlank();
  }

  private static Optional<Source> webIdentity() {
    if (!isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
      return Optional.empty();
    }
    if (!isSet(SdkSystemSetting.AWS_ROLE_ARN)) {
      throw incomplete("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN");
    }
    return source(
        "the web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
        WebIdentityTokenFileCredentialsProvider.create());
  }

  private static Optional<Source> profile(AwsProfile profile) {
    if (!profile.exists()) {
      if (isSet(ProfileFileSystemSetting.AWS_PROFILE)) {
        throw refused("no AWS credentials: there is no AWS profile " + profile.name());
      }
      return Optional.empty();
    }
    // The order is the SDK's.
    if (profile.has("role_arn") && profile.has("web_identity_token_file")) {
      return ofProfile(profile, "web_identity_token_file");
    } else if (SSO.stream().anyMatch(profile::has)) {
      return ofProfile(profile, "sso");
    } else if (profile.has("role_arn")
        && (profile.has("source_profile") || profile.has("credential_source"))) {
      return ofProfile(profile, "role_arn");
    } else if (profile.has("login_session")) {
      // The SDK's own provider is in its module signin, which the distribution does not hold.
      return source(
          name(profile, "login_session"),
          new LoginSession(profile.property("login_session").orElseThrow()));
    } else if (profile.has("credential_process")) {
      return ofProfile(profile, "credential_process");
    } else if (profile.has("aws_access_key_id") || profile.has("aws_session_token")) {
      return ofProfile(profile, "aws_access_key_id");
    } else if (profile.has("role_arn")) {
      throw refused(
          "no AWS credentials: the AWS profile "
              + profile.name()
              + " has a role_arn, but neither source_profile nor credential_source");
    }
    return Optional.empty();
  }

  private static Optional<Source> ofProfile(AwsProfile profile, String property) {
    return source(name(profile, property), ProfileCredentialsProvider.create());
  }

  private static String name(AwsProfile profile, String property) {
    return "the AWS profile " + profile.name() + " (" + property + ")";
  }

  private static Optional<Source> container() {
    return Stream.of(
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
        .filter(CredentialSources::isSet)
        .findFirst()
        .map(
            setting ->
                new Source(
                    "the container's endpoint (" + setting.environmentVariable() + ")",
                    ContainerCredentialsProvider.create()));
  }

  private static Optional<Source> instance() {
    return instanceAnswers(AwsProfile.read())
        ? source("the instance's metadata service", InstanceProfileCredentialsProvider.create())
        : Optional.empty();
  }

  /**
   * Whether the metadata service of an EC2 instance (IMDS) may be asked, and something answers at
   * its address, whatever it says.
   */
  static boolean instanceAnswers(AwsProfile profile) {
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

  private static Optional<Source> source(String name, AwsCredentialsProvider provider) {
    return Optional.of(new Source(name, provider));
  }

  private static boolean isSet(SystemSetting setting) {
    // Its default does not count, which a profile's name has.
    return setting.getNonDefaultStringValue().filter(value -> !value.isBlank()).isPresent();
  }

  private static AwsException incomplete(String set, String missing) {
    return refused(
        "the AWS credentials are incomplete: " + set + " is set, and " + missing + " is not");
  }

  private static AwsException refused(String message) {
    return new AwsException(Fault.DENIED, message, null);
  }
}

package etl.aws;

import etl.event.Fault;
import java.time.Clock;
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

  private CredentialSources() {}

  /**
   * Finds the first one that is configured.
   *
   * @throws AwsException DENIED if there is none, or if it is incomplete
   */
  static CredentialSource first() {
    return Stream.<Optional<CredentialSource>>of(keyOfProperties(), keyOfEnvironment())
        .flatMap(Optional::stream)
        .findFirst()
        .or(CredentialSources::webIdentity)
        .or(() -> profile(AwsProfile.read()))
        .or(CredentialSources::container)
        .or(CredentialSources::instance)
        .orElseThrow(AwsException::withoutSource);
  }

  private static Optional<CredentialSource> keyOfProperties() {
    return System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) == null
        ? Optional.empty()
        : key("the system property aws.accessKeyId", SystemPropertyCredentialsProvider.create());
  }

  private static Optional<CredentialSource> keyOfEnvironment() {
    boolean id = inEnvironment(SdkSystemSetting.AWS_ACCESS_KEY_ID);
    boolean secret = inEnvironment(SdkSystemSetting.AWS_SECRET_ACCESS_KEY);
    if (id != secret) {
      throw refused(
          "the AWS credentials are incomplete: %s is set, and %s is not"
              .formatted(
                  id ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY",
                  id ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID"));
    }
    return id
        ? key("AWS_ACCESS_KEY_ID", EnvironmentVariableCredentialsProvider.create())
        : Optional.empty();
  }

  private static boolean inEnvironment(SystemSetting setting) {
    String value = System.getenv(setting.environmentVariable());
    return value != null && !value.isBlank();
  }

  private static Optional<CredentialSource> key(String name, AwsCredentialsProvider provider) {
    return Optional.of(new CredentialSource(name, provider));
  }

  private static Optional<CredentialSource> webIdentity() {
    if (!isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
      return Optional.empty();
    }
    if (!isSet(SdkSystemSetting.AWS_ROLE_ARN)) {
      throw refused(
          "the AWS credentials are incomplete: AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN"
              + " is not");
    }
    return Optional.of(
        new CredentialSource(
            "the web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
            WebIdentityTokenFileCredentialsProvider.create()));
  }

  private static Optional<CredentialSource> profile(AwsProfile profile) {
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
      return Optional.of(
          new CredentialSource(
              name(profile, "login_session"),
              new LoginSession(
                  profile.property("login_session").orElseThrow(),
                  new HttpSignIn(HttpSignIn.endpoint()),
                  Clock.systemUTC())));
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

  private static Optional<CredentialSource> ofProfile(AwsProfile profile, String property) {
    return Optional.of(
        new CredentialSource(name(profile, property), ProfileCredentialsProvider.create()));
  }

  private static String name(AwsProfile profile, String property) {
    return "the AWS profile " + profile.name() + " (" + property + ")";
  }

  private static Optional<CredentialSource> container() {
    return Stream.of(
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
        .filter(CredentialSources::isSet)
        .findFirst()
        .map(
            setting ->
                new CredentialSource(
                    "the container's endpoint (" + setting.environmentVariable() + ")",
                    ContainerCredentialsProvider.create()));
  }

  private static Optional<CredentialSource> instance() {
    return new InstanceMetadata(AwsProfile.read()).answers()
        ? Optional.of(
            new CredentialSource(
                "the instance's metadata service", InstanceProfileCredentialsProvider.create()))
        : Optional.empty();
  }

  private static boolean isSet(SystemSetting setting) {
    // Its default does not count, which a profile's name has.
    return setting.getNonDefaultStringValue().filter(value -> !value.isBlank()).isPresent();
  }

  private static AwsException refused(String message) {
    return new AwsException(Fault.DENIED, message, null);
  }
}

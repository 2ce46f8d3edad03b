package etl.aws;

import etl.event.Fault;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** The AWS profile in use, read from its files when it is made. */
public final class AwsProfile {
  private final String name;
  private final ProfileFile file;
  private final Optional<Profile> profile;

  private AwsProfile(String name, ProfileFile file) {
    this.name = name;
    this.file = file;
    this.profile = file.profile(name);
  }

  /**
   * Reads the profile's files.
   *
   * @throws AwsException CONFIGURATION if one of them is not of their form
   */
  public static AwsProfile read() {
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

  String name() {
    return name;
  }

  ProfileFile file() {
    return file;
  }

  boolean exists() {
    return profile.isPresent();
  }

  boolean has(String property) {
    return property(property).isPresent();
  }

  /** A property of the profile. */
  public Optional<String> property(String property) {
    return profile.flatMap(found -> found.property(property));
  }

  /** A property of a service in the section of services that the profile names. */
  public Optional<String> property(String service, String property) {
    return property("services")
        .flatMap(section -> file.getSection("services", section))
        .flatMap(services -> services.property(service + "." + property));
  }
}

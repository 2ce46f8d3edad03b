package etl.cli.option;

import etl.aws.AwsSettings;
import etl.aws.Network;
import etl.aws.StaticCredentials;
import etl.environment.Environment;
import etl.log.Log;
import etl.log.LogLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The AWS variables of an env file. Credentials are one thing: where the process names any source
 * of them, none of the file's counts, lest the key of one account be used in another.
 */
final class FileCredentials {
  /** Each of these names a source. */
  private static final List<String> SOURCES =
      List.of(
          Environment.ACCESS_KEY_ID,
          Environment.SECRET_ACCESS_KEY,
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_PROFILE",
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  /** These belong to a source that another variable names. */
  private static final List<String> PARTS =
      List.of(
          "AWS_SESSION_TOKEN",
          "AWS_ACCOUNT_ID",
          "AWS_ROLE_ARN",
          "AWS_ROLE_SESSION_NAME",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

  /** What etl itself reads; a key counts as a set, or not at all. */
  private static final Set<String> OWN =
      Stream.of(
              List.of(
                  Environment.ACCESS_KEY_ID, Environment.SECRET_ACCESS_KEY, "AWS_SESSION_TOKEN"),
              Environment.REGION,
              Environment.ENDPOINT)
          .flatMap(List::stream)
          .collect(Collectors.toSet());

  private final Environment environment;

  FileCredentials(Environment environment) {
    this.environment = environment;
  }

  /** What AWS is reached with: the file's credentials as far as they count, and the network's. */
  AwsSettings settings() {
    Map<String, String> network =
        Network.VARIABLES.stream()
            .filter(name -> environment.get(name) != null)
            .collect(Collectors.toMap(name -> name, environment::get));
    return new AwsSettings(key().orElse(null), variables(), network);
  }

  /** The file's key, if it is complete and counts. */
  Optional<StaticCredentials> key() {
    if (sourceOfProcess().isPresent()) {
      return Optional.empty();
    }
    String session = ofFile("AWS_SESSION_TOKEN").orElse(null);
    return ofFile(Environment.ACCESS_KEY_ID)
        .flatMap(
            id ->
                ofFile(Environment.SECRET_ACCESS_KEY)
                    .map(secret -> new StaticCredentials(id, secret, session)));
  }

  Map<String, String> variables() {
    boolean named = sourceOfProcess().isPresent();
    Map<String, String> counting = new HashMap<>();
    for (String name : environment.names((key, value) -> key.startsWith("AWS_"))) {
      if (!OWN.contains(name)
          && !(named && isOfCredentials(name))
          && environment.ofProcess(name).isEmpty()) {
        ofFile(name).ifPresent(value -> counting.put(name, value));
      }
    }
    if (!counting.isEmpty()) {
      // The sources of credentials make calls to a region, too.
      environment
          .first(Environment.REGION)
          .ifPresent(region -> counting.put("AWS_REGION", region.strip()));
    }
    return counting;
  }

  /** Says what of the file's does not count. */
  void report(Log log) {
    boolean any =
        environment.names((name, value) -> isOfCredentials(name)).stream()
            .anyMatch(name -> environment.ofFile(name).isPresent());
    String why = null;
    if (any && sourceOfProcess().isPresent()) {
      why = ": the environment has " + sourceOfProcess().get();
    } else if (environment.ofFile(Environment.ACCESS_KEY_ID).isPresent()
        != environment.ofFile(Environment.SECRET_ACCESS_KEY).isPresent()) {
      why = ", which are incomplete";
    }
    if (why != null) {
      log.say(
          LogLevel.WARN,
          "env_file.credentials",
          "etl: env file: ignoring its AWS credentials" + why);
    }
  }

  private Optional<String> sourceOfProcess() {
    return SOURCES.stream().filter(name -> environment.ofProcess(name).isPresent()).findFirst();
  }

  private static boolean isOfCredentials(String name) {
    return SOURCES.contains(name) || PARTS.contains(name);
  }

  /** None of them has white space: what stands at an end is of the file that it was made of. */
  private Optional<String> ofFile(String name) {
    return environment.ofFile(name).map(String::strip);
  }
}

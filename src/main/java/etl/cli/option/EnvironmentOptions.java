package etl.cli.option;

import etl.environment.EnvFile;
import etl.environment.Environment;
import etl.environment.ProcessContext;
import etl.log.Log;
import etl.log.LogLevel;
import etl.postgres.DatabaseSettings;
import etl.sandbox.Sandbox;
import etl.sandbox.SandboxEvent;
import etl.sandbox.SandboxRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where the variables that name the queue and the database come from. */
public final class EnvironmentOptions {
  /** They hold a secret, if they hold anything. */
  private static final List<String> SECRETS =
      List.of(
          "PGPASSWORD",
          "DB_PASSWORD",
          Environment.SECRET_ACCESS_KEY,
          "AWS_SESSION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          Environment.KEYS);

  private static final List<String> DATABASE_URLS = List.of("ETL_DATABASE_URL", "DATABASE_URL");

  @Option(
      names = "--env-file",
      order = 1,
      paramLabel = "FILE",
      description =
          "Also read variables from this file of KEY=value lines. The environment wins over the"
              + " file, even under another name for the same setting. The file's AWS credentials are"
              + " used only if the environment names no source of credentials: no key, profile, web"
              + " identity or the like.")
  Path envFile;

  @Option(
      names = "--sandbox",
      order = 1,
      description =
          "Use an embedded PostgreSQL and an embedded SQS server with sample events. The data is"
              + " kept for the next command.")
  boolean sandbox;

  public boolean sandbox() {
    return sandbox;
  }

  /** The option as it was given, with a space before it, for a command that is to go on. */
  public String given() {
    if (sandbox) {
      return " --sandbox";
    }
    return envFile == null ? "" : " --env-file " + quoted(envFile);
  }

  /** A file's name as a shell takes it, in a command that people copy. */
  static String quoted(Path file) {
    String word = file.toString();
    return word.matches("[\\w./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Opens the environment that a command uses; with a sandbox, only the sandbox's own.
   *
   * @param log told what a sandbox does
   * @param purpose what the command is about to do in a sandbox
   * @param events sent to a sandbox's queue first
   */
  public Environment open(
      ProcessContext process, Log log, SandboxRequest.Purpose purpose, List<SandboxEvent> events) {
    if (sandbox) {
      Sandbox opened =
          Sandbox.open(
              new SandboxRequest(
                  purpose,
                  events,
                  process.environment(),
                  notice -> log.say(LogLevel.INFO, "sandbox", notice)));
      return new Environment(Map.of(), opened.addresses().variables(), opened::close);
    }
    Map<String, String> file = envFile == null ? Map.of() : read(process, log);
    Environment environment =
        new Environment(process.environment(), file, reader(process, file), () -> {});
    new FileCredentials(environment).report(log);
    return environment;
  }

  private Map<String, String> read(ProcessContext process, Log log) {
    EnvFile file = new EnvFile(envFile);
    Map<String, String> variables = file.read(process.environment());
    if (holdSecret(variables) && file.othersCanRead()) {
      log.say(
          LogLevel.WARN,
          "env_file.readable",
          "etl: env file " + envFile + " holds secrets, and others can read it: chmod 600");
    }
    return variables;
  }

  private static boolean holdSecret(Map<String, String> variables) {
    return SECRETS.stream().anyMatch(name -> !variables.getOrDefault(name, "").isBlank())
        || DATABASE_URLS.stream()
            .map(name -> variables.getOrDefault(name, ""))
            .anyMatch(url -> !url.isBlank() && DatabaseSettings.mayHoldPassword(url));
  }

  private Supplier<Map<String, String>> reader(ProcessContext process, Map<String, String> first) {
    return envFile != null && new EnvFile(envFile).canBeReadAnew()
        ? () -> new EnvFile(envFile).read(process.environment())
        : () -> first;
  }
}

package etl.cli.option;

import etl.environment.Environment;
import etl.postgres.recover.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who asks, and why. */
public final class ReasonOption {
  private static final String REQUIRED = "ETL_REQUIRE_REASON";

  /** Quicker than to ask the resolver, on Linux. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      converter = NotEmpty.class,
      description =
          "Why; it stands in the audit. Where the environment has "
              + REQUIRED
              + "=true, it must be"
              + " given.")
  String reason;

  /**
   * What the audit tells of the asker.
   *
   * @throws ParameterException if a reason must be given and is not
   */
  public Actor actor(Environment environment, CommandLine command) {
    String required = environment.get(REQUIRED);
    if (reason == null && required != null && !required.equalsIgnoreCase("false")) {
      throw new ParameterException(command, "--reason must be given, as " + REQUIRED + " says");
    }
    return new Actor(
        System.getProperty("user.name", ""), hostName(), reason == null ? "" : reason.strip());
  }

  private static String hostName() {
    try {
      return Files.exists(HOST_NAME)
          ? Files.readString(HOST_NAME).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }
}

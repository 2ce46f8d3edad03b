package etl.cli.option;

import etl.environment.Environment;
import etl.postgres.recover.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who runs the command, and why. */
public final class ReasonOption {
  private static final String REQUIRED = "ETL_REQUIRE_REASON";

  /** Quicker than a DNS lookup, on Linux. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      converter = NotEmpty.class,
      description =
          "The reason, for the audit. Required if " + REQUIRED + "=true is set in the environment.")
  String reason;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /**
   * Who acts, for the audit.
   *
   * @throws ParameterException if a reason is required and not given
   */
  public Actor actor(Environment environment) {
    String required = environment.get(REQUIRED);
    if (reason == null && required != null && !required.equalsIgnoreCase("false")) {
      throw new ParameterException(
          command.commandLine(), "--reason is required, since " + REQUIRED + " is set");
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

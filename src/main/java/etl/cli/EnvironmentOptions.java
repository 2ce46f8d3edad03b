package etl.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the variables come from that name the queue and the database. */
final class EnvironmentOptions {
  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Take variables from this file of KEY=value lines as well; one that the environment sets"
              + " already wins.")
  Path envFile;

  @Option(
      names = "--sandbox",
      description =
          "Use an embedded PostgreSQL and an embedded SQS server filled with sample events, kept"
              + " for the next command.")
  boolean sandbox;
}

package etl.cli;

import etl.testing.ElasticMq;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.testing.TestQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A queue and an empty database of a test's own, and the env file that leads to them.
 *
 * @param queue on a real SQS server
 * @param database on a real PostgreSQL server
 * @param envFile names both, with credentials
 */
public record Installation(TestQueue queue, TestDatabase database, Path envFile) {
  public static Installation in(Path folder) {
    return of(ElasticMq.shared().queue(), folder);
  }

  static Installation of(TestQueue queue, Path folder) {
    TestDatabase database = TestPostgres.server().createDatabase();
    List<String> lines =
        List.of(
            "# made by a test",
            "QUEUE_URL=" + queue.url(),
            "AWS_REGION=us-east-1",
            "AWS_ACCESS_KEY_ID=" + ElasticMq.CREDENTIALS.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY='" + ElasticMq.CREDENTIALS.secretAccessKey() + "'",
            "export DATABASE_URL=\"" + database.url() + "\"");
    try {
      Path envFile = Files.write(folder.resolve("etl.env"), lines);
      // It holds credentials: who can read it is warned of.
      Files.setPosixFilePermissions(envFile, PosixFilePermissions.fromString("rw-------"));
      return new Installation(queue, database, envFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command on it. */
  public Run etl(String... args) {
    return Run.etl(withEnvFile(args));
  }

  /** Runs a command on it whose standard output is a terminal. */
  Run onTerminal(String... args) {
    return Run.onTerminal(withEnvFile(args));
  }

  /** Runs a command on it that reads standard input. */
  Run reading(String in, String... args) {
    return Run.reading(in, Map.of(), withEnvFile(args));
  }

  /** The arguments with the env file's option behind them. */
  public String[] withEnvFile(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--env-file");
    all.add(envFile.toString());
    return all.toArray(String[]::new);
  }
}

package etl.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sandbox's PostgreSQL, whose files are kept when it stops. */
final class PostgresServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final EmbeddedPostgres postgres;

  private PostgresServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts the server; the caller must have the directory to itself. */
  static PostgresServer start(SandboxDirectory directory) throws IOException {
    Path data = directory.postgresData();
    stopOrphan(data);
    if (Files.notExists(directory.postgresDataComplete())) {
      delete(data);
    }
    // The library reads the directory for its programs only from this property.
    System.setProperty("ot.epg.working-dir", directory.postgresPrograms().toString());
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(directory.postgresLog().toFile());
    Files.deleteIfExists(directory.postgresLog());
    PostgresPassword password = new PostgresPassword(directory);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setLocaleConfig("locale", "C")
            .setDataDirectoryCustomizer(files -> password.demand())
            .setConnectConfig("password", password.text())
            .setServerConfig("max_connections", "100")
            .setServerConfig("unix_socket_directories", "")
            .setOutputRedirector(log)
            .setErrorRedirector(log)
            .setPGStartupWait(START_LIMIT)
            .start();
    Files.writeString(directory.postgresDataComplete(), "");
    return new PostgresServer(postgres);
  }

  int port() {
    return postgres.getPort();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  /** A daemon that was killed leaves its server running. */
  private static void stopOrphan(Path data) throws IOException {
    Optional<ProcessHandle> orphan = runningOn(data);
    if (orphan.isEmpty()) {
      return;
    }
    // SIGINT asks PostgreSQL to stop without waiting for its clients.
    new ProcessBuilder("/bin/sh", "-c", "kill -INT \"$1\"", "sh", "" + orphan.get().pid()).start();
    try {
      orphan.get().onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      orphan.get().destroyForcibly();
    }
  }

  private static Optional<ProcessHandle> runningOn(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    String first = Files.exists(file) ? Files.readString(file).lines().findFirst().orElse("") : "";
    return first.matches("[0-9]{1,18}")
        ? ProcessHandle.of(Long.parseLong(first))
            .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
        : Optional.empty();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

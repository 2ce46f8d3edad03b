package etl.chaos;

import etl.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server that can be stopped and started again where it was. */
final class StoppablePostgres implements AutoCloseable {
  private static final long STOP_SECONDS = 60;

  private final Path folder;
  private EmbeddedPostgres server;

  /**
   * @param folder an empty one for its files
   */
  StoppablePostgres(Path folder) {
    this.folder = folder;
    server = start(0);
  }

  private EmbeddedPostgres start(int port) {
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setServerConfig("fsync", "off")
              .setServerConfig("unix_socket_directories", "")
              .setOutputRedirector(log)
              .setErrorRedirector(log)
              .setPGStartupWait(Duration.ofMinutes(2));
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  TestDatabase database() {
    return new TestDatabase(port(), "postgres", "postgres");
  }

  /** Stops it; clients are told. */
  void stop() {
    close();
  }

  /** Lets it go down as in a crash; what was not committed is lost. */
  void crash() {
    try {
      Path pidFile = folder.resolve("data").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
              .orElseThrow();
      new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
      postmaster.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL does not go down", e);
    }
    close();
  }

  /** Starts it again on the same port. */
  void start() {
    server = start(port());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

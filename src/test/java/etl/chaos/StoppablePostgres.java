package etl.chaos;

import etl.testing.ProcessSignals;
import etl.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of this JVM's tests that can be stopped and started again where it was. It
 * reports commits before they are on disk unless a client asks for more, as some servers do.
 */
final class StoppablePostgres {
  private static final class Holder {
    static final StoppablePostgres SERVER = new StoppablePostgres();
  }

  private static final long STOP_SECONDS = 60;

  private final Path folder;
  private EmbeddedPostgres server;
  private boolean running;
  private int databases;

  private StoppablePostgres() {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = start(0);
  }

  /** The server, which runs. */
  static StoppablePostgres server() {
    Holder.SERVER.start();
    return Holder.SERVER;
  }

  private EmbeddedPostgres start(int port) {
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("unix_socket_directories", "")
              .setOutputRedirector(log)
              .setErrorRedirector(log)
              .setPGStartupWait(Duration.ofMinutes(2));
      EmbeddedPostgres started = (port == 0 ? builder : builder.setPort(port)).start();
      running = true;
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** A new, empty database. */
  TestDatabase createDatabase() {
    String name = "chaos_" + ++databases;
    new TestDatabase(port(), "postgres", "postgres").execute("create database " + name);
    return new TestDatabase(port(), name, "postgres");
  }

  /** Stops it; clients are told. */
  void stop() {
    try {
      server.close();
      running = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it go down as in a crash; what is not on disk by then is lost. */
  void crash() {
    try {
      Path pidFile = folder.resolve("data").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
              .orElseThrow();
      ProcessSignals.send("QUIT", postmaster.pid());
      postmaster.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL does not go down", e);
    }
    stop();
  }

  /** Starts it again on the same port, if it does not run. */
  void start() {
    if (!running) {
      server = start(port());
    }
  }
}

package etl.chaos;

import etl.testing.Await;
import etl.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server and its standby, which can be cut off from it and promoted. */
final class PostgresPair implements AutoCloseable {
  private static final String STANDBY = "standby";
  private static final long STOP_SECONDS = 60;

  private final Path folder;
  private final EmbeddedPostgres primary;
  private final EmbeddedPostgres standby;

  /**
   * @param folder where both keep their data
   */
  PostgresPair(Path folder) {
    this.folder = folder;
    try {
      start("primary", 0).close();
      copy(folder.resolve("primary"), folder.resolve(STANDBY));
      primary = start("primary", 0);
      Files.writeString(folder.resolve(STANDBY).resolve("standby.signal"), "");
      Files.writeString(
          folder.resolve(STANDBY).resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'\n"
              .formatted(primary.getPort(), STANDBY));
      standby = start(STANDBY, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres start(String name, int port) throws IOException {
    ProcessBuilder.Redirect log =
        ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve(name))
        .setCleanDataDirectory(false)
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "off")
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .setPGStartupWait(Duration.ofMinutes(2))
        .setPort(port)
        .start();
  }

  /** With their modes and owners, which the server checks. */
  private static void copy(Path from, Path to) throws IOException {
    try {
      int code =
          new ProcessBuilder("cp", "-a", from.toString(), to.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("cannot copy " + from);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A URL of both. */
  String url() {
    return "postgresql://postgres@localhost:%d,localhost:%d/postgres?target_session_attrs=read-write"
        .formatted(primary.getPort(), standby.getPort());
  }

  TestDatabase primary() {
    return new TestDatabase(primary.getPort(), "postgres", "postgres");
  }

  TestDatabase standby() {
    return new TestDatabase(standby.getPort(), "postgres", "postgres");
  }

  /** From now on, the standby gets nothing of what is committed. */
  void cutOff() {
    standby().execute("alter system set primary_conninfo = ''");
    standby().execute("select pg_reload_conf()");
    await(primary(), "select count(*) = 0 from pg_stat_replication");
  }

  /** From now on, commits wait for the standby. */
  void synchronous() {
    primary().execute("alter system set synchronous_standby_names = '" + STANDBY + "'");
    primary().execute("select pg_reload_conf()");
    await(primary(), "select current_setting('synchronous_standby_names') <> ''");
  }

  /** Waits until the standby has all. */
  void awaitReplicated() {
    await(
        primary(),
        "select count(*) = 1 from pg_stat_replication where replay_lsn = pg_current_wal_lsn()");
  }

  /** The primary goes down as in a crash, and the standby takes over. */
  void failOver() {
    try {
      Path pidFile = folder.resolve("primary").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
              .orElseThrow();
      new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
      postmaster.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL does not go down", e);
    }
    standby().value("select pg_promote(true, 60)");
  }

  static void await(TestDatabase database, String condition) {
    Await.until(condition, () -> database.value(condition).equals("t"));
  }

  @Override
  public void close() {
    try {
      standby.close();
      primary.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

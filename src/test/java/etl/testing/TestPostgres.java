package etl.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL server of this JVM's tests; it logs as PostgreSQL does by default. */
public final class TestPostgres {
  private static final class Holder {
    static final TestPostgres SERVER = new TestPostgres();
  }

  private static final String WITH_PASSWORD = "with_password";

  private final EmbeddedPostgres server;
  private final Path log;
  private Path data;
  private final AtomicInteger names = new AtomicInteger();

  private TestPostgres() {
    try {
      log = Files.createTempFile("etl-test-postgres-", ".log");
      log.toFile().deleteOnExit();
      ProcessBuilder.Redirect redirect = ProcessBuilder.Redirect.appendTo(log.toFile());
      server =
          EmbeddedPostgres.builder()
              .setOutputRedirector(redirect)
              .setErrorRedirector(redirect)
              .setServerConfig("fsync", "off")
              .setDataDirectoryCustomizer(this::prepare)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofMinutes(2))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    administer("create role " + WITH_PASSWORD);
  }

  /**
   * Leaves its files to a process that goes on after this JVM: to delete hundreds of databases
   * takes half a minute, and minutes on a busy disk.
   */
  private void stop() {
    System.setProperty("ot.epg.no-cleanup", "true");
    try {
      server.close();
      new ProcessBuilder("rm", "-rf", data.toString()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers where its files are, and has it ask some roles for passwords. */
  private void prepare(File directory) {
    data = directory.toPath();
    Path rules = data.resolve("pg_hba.conf");
    try {
      String others = Files.readString(rules);
      Files.writeString(rules, "host all +" + WITH_PASSWORD + " all scram-sha-256\n" + others);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server, started by the first call and stopped with the JVM. */
  public static TestPostgres server() {
    return Holder.SERVER;
  }

  /** A new, empty database. */
  public TestDatabase createDatabase() {
    String name = "test_" + names.incrementAndGet();
    administer("create database " + name);
    return new TestDatabase(server.getPort(), name, "postgres");
  }

  /** A new role that can log in and owns nothing. */
  public String createRole() {
    String name = "role_" + names.incrementAndGet();
    administer("create role " + name + " login");
    return name;
  }

  /** The same, but it has to give a password. */
  public String createRole(String password) {
    String name = createRole();
    administer("alter role " + name + " password '" + password + "'");
    administer("grant " + WITH_PASSWORD + " to " + name);
    return name;
  }

  /** What the server has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void administer(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.TestCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL that takes TLS only, with a certificate for localhost. */
@Tag("servers")
class TlsTest {
  private static final String AUTHORITY = "authority";

  @TempDir static Path folder;

  /** A role that logs in by a certificate. */
  private static final String CERTIFIED = "certified";

  private static EmbeddedPostgres server;
  private static Path root;
  private static TestCertificate client;

  @BeforeAll
  static void start() throws IOException {
    TestCertificate certificate = certificate("server", AUTHORITY, 30);
    root = Files.writeString(folder.resolve("root.crt"), certificate.root());
    client =
        TestCertificate.of(
            Files.createDirectory(folder.resolve("client")), "clients", 30, CERTIFIED);
    server = start(certificate);
  }

  private static EmbeddedPostgres start(TestCertificate certificate) throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("ssl", "on")
        .setServerConfig("ssl_ca_file", "clients.crt")
        .setServerConfig("fsync", "off")
        .setDataDirectoryCustomizer(data -> install(certificate, data))
        .setPGStartupWait(Duration.ofMinutes(2))
        .start();
  }

  private static TestCertificate certificate(String name, String authority, int days)
      throws IOException {
    Path empty = Files.createDirectory(folder.resolve(name));
    return TestCertificate.of(empty, authority, days, "localhost");
  }

  private static void install(TestCertificate certificate, File data) {
    Path rules = data.toPath().resolve("pg_hba.conf");
    Path key = data.toPath().resolve("server.key");
    try {
      Files.writeString(
          rules,
          "hostnossl all all all reject\nhostssl all certified all cert\n"
              + Files.readString(rules));
      Files.writeString(data.toPath().resolve("clients.crt"), client.root());
      Files.writeString(data.toPath().resolve("server.crt"), certificate.certificate());
      Files.writeString(key, certificate.key());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void certificate_of_the_known_authority_is_taken() {
    Run run = migrate("localhost", "verify-full&sslrootcert=" + root);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTHORITY, "other"})
  void certificate_of_another_authority_is_refused(String name) throws IOException {
    Path other = folder.resolve(name + ".crt");
    Files.writeString(other, certificate("of-" + name, name, 30).root());
    Run run = migrate("localhost", "verify-full&sslrootcert=" + other);
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .hasLineCount(2)
        .contains("localhost:" + server.getPort(), "trusted", "-> give the auth");
  }

  @Test
  void certificate_that_has_expired_is_refused() throws IOException {
    TestCertificate expired = certificate("expired", AUTHORITY, 1);
    Path itsRoot = Files.writeString(folder.resolve("its.crt"), expired.root());
    try (EmbeddedPostgres late = start(expired)) {
      Run run = migrate(late, "localhost", "verify-full&sslrootcert=" + itsRoot);
      assertThat(run.code()).isEqualTo(78);
      assertThat(run.err()).hasLineCount(2).contains("has expired or is not yet valid", "-> renew");
    }
  }

  @Test
  void certificate_of_another_host_is_refused() {
    Run run = migrate("127.0.0.1", "verify-full&sslrootcert=" + root);
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .hasLineCount(2)
        .contains("127.0.0.1", "a different host", "-> connect by");
    assertThat(migrate("127.0.0.1", "verify-ca&sslrootcert=" + root).code()).isZero();
  }

  @Test
  void authority_that_is_not_there_is_a_wrong_setting() {
    Run run = migrate("localhost", "verify-full&sslrootcert=" + folder.resolve("none"));
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).hasLineCount(2).contains("none", "-> check the files");
  }

  @Test
  void server_that_wants_tls_refuses_who_wants_none() {
    Run run = migrate("localhost", "disable");
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("-> check the role, the sslmode, and that");
    assertThat(migrate("localhost", "prefer").code()).isZero();
  }

  @Test
  void client_shows_its_certificate_and_its_key_in_pem() throws Exception {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("create role certified login superuser");
    }
    Path certificate = Files.writeString(folder.resolve("client.crt"), client.certificate());
    Path key = Files.writeString(folder.resolve("client.pem"), client.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(asCertified(certificate, key).code()).isEqualTo(78);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Run run = asCertified(certificate, key);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(asCertified(certificate, folder.resolve("gone")).err()).contains("is missing");
  }

  private static Run asCertified(Path certificate, Path key) {
    String url =
        "postgresql://certified@localhost:%d/postgres?sslmode=require&sslcert=%s&sslkey=%s";
    return Run.etl("migrate", "--database-url", url.formatted(server.getPort(), certificate, key));
  }

  @Test
  void roots_of_the_system_do_not_vouch_for_an_own_authority() {
    Run run = migrate("localhost", "verify-full&sslrootcert=system");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("trusted");
    assertThat(migrate("localhost", "require&sslrootcert=system").code()).isEqualTo(78);
  }

  private static Run migrate(String host, String mode) {
    return migrate(server, host, mode);
  }

  private static Run migrate(EmbeddedPostgres server, String host, String mode) {
    String url = "postgresql://postgres@%s:%d/postgres?sslmode=%s";
    return Run.etl("migrate", "--database-url", url.formatted(host, server.getPort(), mode));
  }
}

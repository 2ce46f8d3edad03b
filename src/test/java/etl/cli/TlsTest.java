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
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that takes TLS only, with a certificate for localhost. */
class TlsTest {
  @TempDir static Path folder;

  private static EmbeddedPostgres server;
  private static Path root;
  private static Path otherRoot;

  @BeforeAll
  static void start() throws IOException {
    TestCertificate certificate = certificate("server");
    root = Files.writeString(folder.resolve("root.crt"), certificate.root());
    otherRoot = Files.writeString(folder.resolve("other.crt"), certificate("other").root());
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("fsync", "off")
            .setDataDirectoryCustomizer(data -> install(certificate, data))
            .setPGStartupWait(Duration.ofMinutes(2))
            .start();
  }

  private static TestCertificate certificate(String name) throws IOException {
    return TestCertificate.of(Files.createDirectory(folder.resolve(name)), "localhost");
  }

  private static void install(TestCertificate certificate, File data) {
    Path rules = data.toPath().resolve("pg_hba.conf");
    Path key = data.toPath().resolve("server.key");
    try {
      Files.writeString(rules, "hostnossl all all all reject\n" + Files.readString(rules));
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

  @Test
  void certificate_of_another_authority_is_refused() {
    Run run = migrate("localhost", "verify-full&sslrootcert=" + otherRoot);
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).hasLineCount(1).contains("localhost:" + server.getPort(), "trusted");
  }

  @Test
  void certificate_of_another_host_is_refused() {
    Run run = migrate("127.0.0.1", "verify-full&sslrootcert=" + root);
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).hasLineCount(1).contains("127.0.0.1", "another host");
    assertThat(migrate("127.0.0.1", "verify-ca&sslrootcert=" + root).code()).isZero();
  }

  @Test
  void authority_that_is_not_there_is_a_wrong_setting() {
    Run run = migrate("localhost", "verify-full&sslrootcert=" + folder.resolve("none"));
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).hasLineCount(1).contains("none");
  }

  @Test
  void server_that_wants_tls_refuses_who_wants_none() {
    Run run = migrate("localhost", "disable");
    assertThat(run.code()).isEqualTo(77);
    assertThat(migrate("localhost", "prefer").code()).isZero();
  }

  private static Run migrate(String host, String mode) {
    String url = "postgresql://postgres@%s:%d/postgres?sslmode=%s";
    return Run.etl("migrate", "--database-url", url.formatted(host, server.getPort(), mode));
  }
}

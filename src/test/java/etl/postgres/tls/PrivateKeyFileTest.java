package etl.postgres.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that OpenSSL has written, made for these tests alone. */
class PrivateKeyFileTest {
  @TempDir Path folder;

  @Test
  void older_forms_are_the_same_keys() throws IOException {
    assertThat(read("rsa-old", null)).isEqualTo(read("rsa", null));
    assertThat(secret("ec-old", null)).isEqualTo(secret("ec", null));
  }

  @Test
  void encrypted_key_needs_its_password() throws IOException {
    assertThat(secret("ec-encrypted", "sesame")).isEqualTo(secret("ec", null));
    assertRefused("ec-encrypted", null, "sslpassword is missing");
    assertRefused("ec-encrypted", "s3cret", "sslpassword may be wrong");
    assertRefused("rsa-old-encrypted", "sesame", "openssl pkcs8 -topk8");
  }

  @Test
  void key_in_der_is_read() throws IOException {
    Path der = Files.write(folder.resolve("der"), read("ec", null).getEncoded());
    Files.setPosixFilePermissions(der, PosixFilePermissions.fromString("rw-------"));
    assertThat(PrivateKeyFile.read(der, null)).isEqualTo(read("ec", null));
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--", "rw-rw----", "rw-----w-"})
  void key_that_others_can_use_is_refused(String rights) throws IOException {
    Path file = file("ec");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    assertThatThrownBy(() -> PrivateKeyFile.read(file, null))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("chmod 600");
  }

  private void assertRefused(String name, String password, String why) {
    assertThatThrownBy(() -> read(name, password))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3cret");
  }

  private BigInteger secret(String name, String password) throws IOException {
    return ((ECPrivateKey) read(name, password)).getS();
  }

  private PrivateKey read(String name, String password) throws IOException {
    return PrivateKeyFile.read(file(name), password);
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream key = PrivateKeyFileTest.class.getResourceAsStream(name + ".key")) {
      Files.deleteIfExists(file);
      Files.copy(key, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}

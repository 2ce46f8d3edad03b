package etl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeCryptographyTest {
  /** The vector is FIPS 180-4's. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void hashes_and_ciphers_are_native_from_then_on() throws Exception {
    Optional<String> failure = NativeCryptography.load().join();

    assertThat(failure).isEmpty();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    assertThat(sha256.getProvider().getName()).isEqualTo("AmazonCorrettoCryptoProvider");
    assertThat(HexFormat.of().formatHex(sha256.digest("abc".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider())
        .isSameAs(sha256.getProvider());
  }
}

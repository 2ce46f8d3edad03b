package etl.masking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Masks with the lower-case hexadecimal SHA-256 (FIPS 180-4) of the value's UTF-8 bytes. Without a
 * key, anyone can check a guessed value against a mask.
 */
public final class Sha256Pseudonymiser implements Pseudonymiser {
  private static final HexFormat HEX = HexFormat.of();

  // A digest is not thread-safe, and looking one up costs more than hashing.
  private final ThreadLocal<MessageDigest> digests =
      ThreadLocal.withInitial(Sha256Pseudonymiser::sha256);

  @Override
  public Pseudonym mask(String value) {
    return new Pseudonym(HEX.formatHex(hash(value)), value);
  }

  byte[] hash(String value) {
    return digests.get().digest(value.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

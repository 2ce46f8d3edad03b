package etl.masking;

import java.security.GeneralSecurityException;

/** The data key itself, which no program shows. */
public final class SealedKeyBytes {
  private SealedKeyBytes() {}

  public static byte[] of(KeySource recovery, SealedKey key) {
    try {
      return recovery
          .read()
          .privateKeys()
          .orElseThrow()
          .decrypt(key.sealed(), DataKeys.context(key.id(), key.generation()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

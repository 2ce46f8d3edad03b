package etl.masking;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with one key. What it makes is what Tink makes: a prefix, the IV,
 * the ciphertext and the tag. But Tink would go on holding the key for the thread that has used it
 * last, and draws each IV by itself, which takes half as long as to encrypt an address.
 * Thread-safe.
 */
final class AesGcm {
  static final int IV_BYTES = 12;

  private static final int TAG_BITS = 128;

  private static final byte[] NO_BYTES = {};

  /** Handed out as it is: to copy it whenever it is asked for costs a tenth of an encryption. */
  private static final class Iv extends GCMParameterSpec {
    private final byte[] iv;

    private Iv(byte[] iv) {
      super(TAG_BITS, NO_BYTES);
      this.iv = iv;
    }

    @Override
    public byte[] getIV() {
      return iv;
    }
  }

  private final SecretKey key;
  private final byte[] prefix;

  /** Null before the first use: keys are read before the native provider is there. */
  private Cipher cipher;

  /**
   * @param key 32 bytes, which are copied
   * @param prefix begins each ciphertext; may be empty
   */
  AesGcm(byte[] key, byte[] prefix) {
    this.key = new SecretKeySpec(key, "AES");
    this.prefix = prefix;
  }

  /**
   * Encrypts.
   *
   * @param beside authenticated with it
   * @param iv one that was never used with the key; not to be changed afterwards
   */
  synchronized byte[] encrypt(byte[] text, byte[] beside, byte[] iv) {
    try {
      init(Cipher.ENCRYPT_MODE, beside, iv);
      int start = prefix.length + IV_BYTES;
      byte[] encrypted = Arrays.copyOf(prefix, start + cipher.getOutputSize(text.length));
      System.arraycopy(iv, 0, encrypted, prefix.length, IV_BYTES);
      cipher.doFinal(text, 0, text.length, encrypted, start);
      return encrypted;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Decrypts what was encrypted with an empty prefix.
   *
   * @throws GeneralSecurityException if it was encrypted with another key or beside something else
   */
  synchronized byte[] decrypt(byte[] encrypted, byte[] beside) throws GeneralSecurityException {
    int start = Math.min(IV_BYTES, encrypted.length);
    init(Cipher.DECRYPT_MODE, beside, Arrays.copyOf(encrypted, start));
    return cipher.doFinal(encrypted, start, encrypted.length - start);
  }

  private void init(int mode, byte[] beside, byte[] iv) throws GeneralSecurityException {
    if (cipher == null) {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }
    cipher.init(mode, key, new Iv(iv));
    cipher.updateAAD(beside);
  }
}

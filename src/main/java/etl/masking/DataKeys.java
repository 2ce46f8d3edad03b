package etl.masking;

import com.google.crypto.tink.HybridEncrypt;
import etl.masking.CurrentProtection.Epoch;
import etl.masking.SealedForm.Header;
import etl.masking.SealedForm.Sealed;
import etl.masking.Sealer.Encryption;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Draws data keys, seals each to the public key, and encrypts values with it (AES-256-GCM) until
 * its epoch ends; then nothing in the process holds it any more. Thread-safe.
 */
final class DataKeys implements Encryption {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 16;

  private final HybridEncrypt publicKey;
  private final int generation;
  private final Epoch epoch;
  private final SecureRandom random = new SecureRandom();

  /** Null between epochs. */
  private DataKey current;

  DataKeys(HybridEncrypt publicKey, int generation, Epoch epoch) {
    this.publicKey = publicKey;
    this.generation = generation;
    this.epoch = epoch;
  }

  /** What the sealing of a data key authenticates with it. */
  static byte[] context(String id, int generation) {
    return ("etl data key " + generation + " " + id).getBytes(StandardCharsets.US_ASCII);
  }

  /** The key with its cipher, which are nowhere else. */
  private static final class DataKey {
    private final SealedKey sealed;
    private final Header header;
    private final AesGcm cipher;
    private long values;

    private DataKey(SealedKey sealed, AesGcm cipher) {
      this.sealed = sealed;
      this.header = new Header(sealed.generation(), sealed.id());
      this.cipher = cipher;
    }
  }

  @Override
  public Sealed encrypt(
      byte kind, byte[] text, byte[] beside, byte[] iv, Consumer<SealedKey> used) {
    DataKey key = current();
    used.accept(key.sealed);
    byte[] plain = new byte[1 + text.length];
    plain[0] = kind;
    System.arraycopy(text, 0, plain, 1, text.length);
    return new Sealed(key.header, key.cipher.encrypt(plain, beside, iv));
  }

  private synchronized DataKey current() {
    DataKey key = current;
    if (key == null) {
      key = draw();
      current = key;
      String id = key.sealed.id();
      epoch.end().execute(() -> forget(id));
    }
    if (++key.values >= epoch.values()) {
      current = null;
    }
    return key;
  }

  private synchronized void forget(String id) {
    if (current != null && current.sealed.id().equals(id)) {
      current = null;
    }
  }

  private DataKey draw() {
    byte[] key = random(KEY_BYTES);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random(ID_BYTES));
    // In a thread of its own, whose end takes along what Tink keeps for it: a cipher with the key
    // that opens the sealed one.
    byte[] sealed =
        CompletableFuture.supplyAsync(() -> sealed(key, id), task -> new Thread(task).start())
            .join();
    DataKey drawn =
        new DataKey(new SealedKey(id, generation, sealed), new AesGcm(key, new byte[0]));
    Arrays.fill(key, (byte) 0);
    return drawn;
  }

  private byte[] sealed(byte[] key, String id) {
    try {
      return publicKey.encrypt(key, context(id, generation));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a valid public key seals", e);
    }
  }

  private byte[] random(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return drawn;
  }
}

package etl.masking;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.util.SecretBytes;
import etl.doctor.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All key generations, each with an HMAC-SHA-256 key for masking. Those before {@link #sealedFrom}
 * have an AES-256-GCM key for encryption besides; each later one has a pair of keys for HPKE (RFC
 * 9180), of which consumers have only the public one. Nothing here prints key material.
 */
public final class Keyring {
  private final List<Generation> generations;
  private final int sealedFrom;
  private final KeysetHandle masking;

  // Each is null where there is none.
  private final KeysetHandle encryption;
  private final KeysetHandle sealing;
  private final KeysetHandle recovery;

  /**
   * @param sealedFrom the first generation whose values are sealed; 0 for none
   * @param encryption the earlier generations' keys; null if they are left out, or there are none
   * @param sealing the later generations' public keys; null for none
   * @param recovery their private keys; null if they are left out, or there are none
   */
  Keyring(
      List<Generation> generations,
      int sealedFrom,
      KeysetHandle masking,
      KeysetHandle encryption,
      KeysetHandle sealing,
      KeysetHandle recovery) {
    this.generations = List.copyOf(generations);
    this.sealedFrom = sealedFrom;
    this.masking = masking;
    this.encryption = encryption;
    this.sealing = sealing;
    this.recovery = recovery;
  }

  /** What consumers get of a recovery file's: keys that mask and seal, and open nothing. */
  Keyring forConsumers() {
    return new Keyring(generations, sealedFrom, masking, null, sealing, null);
  }

  /**
   * These keys, which were stored.
   *
   * @throws KeysException if keys and generations do not match
   */
  Keyring checked() {
    if (!fits()) {
      throw new KeysException(
          "the keys do not match the generations listed with them", Remedy.NOT_KEYS, null);
    }
    return this;
  }

  private boolean fits() {
    int newest = generations.size();
    if (newest == 0 || sealedFrom < 0 || sealedFrom > newest) {
      return false;
    }
    int opened = seals() ? sealedFrom - 1 : newest;
    boolean fits =
        masking.size() == newest
            && masking.getAt(newest - 1).isPrimary()
            && hasSize(encryption, opened, seals() && !opens())
            && hasSize(sealing, newest - opened, false);
    for (int i = 0; fits && i < newest; i++) {
      Generation generation = generations.get(i);
      fits =
          generation.number() == i + 1
              && is(masking.getAt(i), generation.maskingKey(), FreshKeys.MASKING)
              && (i < opened
                  ? encryption == null
                      || is(encryption.getAt(i), generation.encryptionKey(), FreshKeys.ENCRYPTION)
                  : isPublic(sealing.getAt(i - opened), generation.encryptionKey()));
    }
    return fits;
  }

  private static boolean hasSize(KeysetHandle keys, int size, boolean mayLack) {
    return keys == null
        ? size == 0 || mayLack
        : keys.size() == size && keys.getAt(size - 1).isPrimary();
  }

  private static boolean is(KeysetHandle.Entry key, long id, Parameters parameters) {
    return Integer.toUnsignedLong(key.getId()) == id
        && key.getStatus() == KeyStatus.ENABLED
        && key.getKey().getParameters().equals(parameters);
  }

  private static boolean isPublic(KeysetHandle.Entry key, long id) {
    return key.getKey() instanceof HpkePublicKey && is(key, id, FreshKeys.Sealing.PARAMETERS);
  }

  /** The generations, the oldest first; at least one. */
  public List<Generation> generations() {
    return generations;
  }

  /** The first generation whose values are sealed; 0 if this is the one file's. */
  int sealedFrom() {
    return sealedFrom;
  }

  /** Whether these are of one of two files: values are sealed to a public key. */
  public boolean seals() {
    return sealedFrom > 0;
  }

  /** Whether everything can be opened that was stored with these keys. */
  public boolean opens() {
    return !seals() || recovery != null;
  }

  /**
   * These keys, for a program that writes without opening.
   *
   * @throws KeysException if they are the recovery file's, which must not be where consumers are
   */
  public Keyring requireConsumers() {
    if (recovery != null) {
      throw new KeysException(
          "the recovery file was given as the key file", Remedy.RECOVERY_FILE, null);
    }
    return this;
  }

  /**
   * These keys, which open everything.
   *
   * @param consumers the consumer's that were given besides
   * @throws KeysException if they are not the recovery file's, or lack one of the consumer's
   */
  public Keyring requireRecovery(Optional<Keyring> consumers) {
    if (recovery == null) {
      throw new KeysException(
          "the keys given as the recovery file are not one's", Remedy.NOT_RECOVERY_KEYS, null);
    } else if (consumers.isPresent() && !continues(consumers.get(), false)) {
      throw new KeysException(
          "the recovery file does not belong to the key file, or is older",
          Remedy.OLDER_RECOVERY_KEYS,
          null);
    }
    return this;
  }

  /** Whether the other's generations are the first ones of these, and maybe not all. */
  boolean continues(Keyring other, boolean more) {
    return Generation.begin(generations, other.generations)
        && (!more || generations.size() > other.generations.size());
  }

  KeysetHandle masking() {
    return masking;
  }

  Optional<KeysetHandle> encryption() {
    return Optional.ofNullable(encryption);
  }

  Optional<KeysetHandle> sealing() {
    return Optional.ofNullable(sealing);
  }

  Optional<KeysetHandle> recovery() {
    return Optional.ofNullable(recovery);
  }

  /** Each generation's key for HMAC-SHA-256, the oldest first. */
  List<byte[]> maskingKeys() {
    return IntStream.range(0, generations.size())
        .mapToObj(i -> bytes(((HmacPrfKey) masking.getAt(i).getKey()).getKeyBytes()))
        .toList();
  }

  /** Encrypts with the newest key; only for the one file's. */
  AesGcm cipher() {
    AesGcmKey newest = (AesGcmKey) encryption.getPrimary().getKey();
    return new AesGcm(bytes(newest.getKeyBytes()), newest.getOutputPrefix().toByteArray());
  }

  private static byte[] bytes(SecretBytes key) {
    return key.toByteArray(InsecureSecretKeyAccess.get());
  }

  /** Decrypts with any key that is no pair; empty without them. */
  Optional<Aead> aead() {
    return encryption().map(keys -> primitive(keys, AeadConfig2026.get(), Aead.class));
  }

  /** Seals with the newest public key; empty if this is the one file's. */
  Optional<HybridEncrypt> publicKey() {
    return sealing().map(keys -> primitive(keys, HybridConfig2026.get(), HybridEncrypt.class));
  }

  /** Opens what was sealed with any public key; empty without the private ones. */
  Optional<HybridDecrypt> privateKeys() {
    return recovery().map(keys -> primitive(keys, HybridConfig2026.get(), HybridDecrypt.class));
  }

  private static <T> T primitive(KeysetHandle keys, Configuration configuration, Class<T> type) {
    return FreshKeys.made(() -> keys.getPrimitive(configuration, type));
  }

  /** The number of generations; nothing about the keys. */
  @Override
  public String toString() {
    return "Keyring[" + generations.size() + " generations]";
  }
}

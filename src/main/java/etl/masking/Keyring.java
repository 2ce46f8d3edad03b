package etl.masking;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import etl.doctor.Remedy;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All key generations, each with an HMAC-SHA-256 key for masking and an AES-256-GCM key for
 * encryption. The key material stays within Tink's types; nothing here prints it.
 */
public final class Keyring {
  private static final HmacPrfParameters MASKING =
      made(
          () ->
              HmacPrfParameters.builder()
                  .setKeySizeBytes(32)
                  .setHashType(HmacPrfParameters.HashType.SHA256)
                  .build());

  private static final AesGcmParameters ENCRYPTION =
      made(
          () ->
              AesGcmParameters.builder()
                  .setKeySizeBytes(32)
                  .setIvSizeBytes(12)
                  .setTagSizeBytes(16)
                  .setVariant(AesGcmParameters.Variant.TINK)
                  .build());

  private final List<Generation> generations;
  private final KeysetHandle masking;
  private final KeysetHandle encryption;

  private Keyring(List<Generation> generations, KeysetHandle masking, KeysetHandle encryption) {
    this.generations = List.copyOf(generations);
    this.masking = masking;
    this.encryption = encryption;
  }

  /** A first generation of random keys. */
  public static Keyring create(Instant now) {
    return grown(List.of(), KeysetHandle.newBuilder(), KeysetHandle.newBuilder(), now);
  }

  /** These generations and a new one of random keys. */
  Keyring rotated(Instant now) {
    return grown(
        generations, KeysetHandle.newBuilder(masking), KeysetHandle.newBuilder(encryption), now);
  }

  private static Keyring grown(
      List<Generation> before,
      KeysetHandle.Builder masking,
      KeysetHandle.Builder encryption,
      Instant now) {
    return made(
        () -> {
          KeysetHandle masks = grown(masking.setConfiguration(PrfConfig2026.get()), MASKING);
          KeysetHandle seals = grown(encryption.setConfiguration(AeadConfig2026.get()), ENCRYPTION);
          List<Generation> generations = new ArrayList<>(before);
          generations.add(
              new Generation(
                  before.size() + 1,
                  now.truncatedTo(ChronoUnit.SECONDS),
                  Integer.toUnsignedLong(masks.getPrimary().getId()),
                  Integer.toUnsignedLong(seals.getPrimary().getId())));
          return new Keyring(generations, masks, seals);
        });
  }

  private static KeysetHandle grown(KeysetHandle.Builder keys, Parameters parameters)
      throws GeneralSecurityException {
    return keys.addEntry(
            KeysetHandle.generateEntryFromParameters(parameters).withRandomId().makePrimary())
        .build();
  }

  /**
   * Restores stored keys.
   *
   * @throws KeysException if keys and generations do not match
   */
  static Keyring of(List<Generation> generations, KeysetHandle masking, KeysetHandle encryption) {
    boolean fits =
        !generations.isEmpty()
            && masking.size() == generations.size()
            && encryption.size() == generations.size();
    for (int i = 0; fits && i < generations.size(); i++) {
      Generation generation = generations.get(i);
      fits =
          generation.number() == i + 1
              && is(masking.getAt(i), generation.maskingKey(), MASKING)
              && is(encryption.getAt(i), generation.encryptionKey(), ENCRYPTION);
    }
    if (!fits
        || !masking.getAt(generations.size() - 1).isPrimary()
        || !encryption.getAt(generations.size() - 1).isPrimary()) {
      throw new KeysException(
          "the keys do not match the generations listed with them", Remedy.NOT_KEYS, null);
    }
    return new Keyring(generations, masking, encryption);
  }

  private static boolean is(KeysetHandle.Entry key, long id, Parameters parameters) {
    return Integer.toUnsignedLong(key.getId()) == id
        && key.getStatus() == KeyStatus.ENABLED
        && key.getKey().getParameters().equals(parameters);
  }

  /** The generations, the oldest first; at least one. */
  public List<Generation> generations() {
    return generations;
  }

  KeysetHandle masking() {
    return masking;
  }

  KeysetHandle encryption() {
    return encryption;
  }

  /** HMAC-SHA-256 with each generation's key, the oldest first. */
  List<Prf> macs() {
    return made(
        () -> {
          Map<Integer, Prf> macs =
              masking.getPrimitive(PrfConfig2026.get(), PrfSet.class).getPrfs();
          return generations.stream()
              .map(generation -> macs.get((int) generation.maskingKey()))
              .toList();
        });
  }

  /** Encrypts with the newest generation's key, and decrypts with any. */
  Aead aead() {
    return made(() -> encryption.getPrimitive(AeadConfig2026.get(), Aead.class));
  }

  private interface Making<T> {
    T make() throws GeneralSecurityException;
  }

  private static <T> T made(Making<T> making) {
    try {
      return making.make();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys that are valid can be used", e);
    }
  }

  /** The number of generations; nothing about the keys. */
  @Override
  public String toString() {
    return "Keyring[" + generations.size() + " generations]";
  }
}

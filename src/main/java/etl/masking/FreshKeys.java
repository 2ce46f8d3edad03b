package etl.masking;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Draws new keys, the only ones that a {@link Keyring} may hold. */
final class FreshKeys {
  static final HmacPrfParameters MASKING =
      made(
          () ->
              HmacPrfParameters.builder()
                  .setKeySizeBytes(32)
                  .setHashType(HmacPrfParameters.HashType.SHA256)
                  .build());

  static final AesGcmParameters ENCRYPTION =
      made(
          () ->
              AesGcmParameters.builder()
                  .setKeySizeBytes(32)
                  .setIvSizeBytes(12)
                  .setTagSizeBytes(16)
                  .setVariant(AesGcmParameters.Variant.TINK)
                  .build());

  /** Apart, so that commands with one file need not load it. */
  static final class Sealing {
    static final HpkeParameters PARAMETERS =
        made(
            () ->
                HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.TINK)
                    .build());
  }

  /** Before the first generation. */
  private static final Keyring NONE = new Keyring(List.of(), 0, null, null, null, null);

  private FreshKeys() {}

  /** A first generation of random keys, for one file that masks and opens. */
  static Keyring create(Instant now) {
    return rotated(NONE, now);
  }

  /** The same for two files: this is the recovery file's. */
  static Keyring createRecovery(Instant now) {
    return rotatedRecovery(NONE, now);
  }

  /** The generations and a new one of random keys, of the one file. */
  static Keyring rotated(Keyring keys, Instant now) {
    KeysetHandle masks = grown(keys.masking(), PrfConfig2026.get(), MASKING);
    KeysetHandle opens = grown(keys.encryption().orElse(null), AeadConfig2026.get(), ENCRYPTION);
    return new Keyring(grown(keys.generations(), masks, opens, now), 0, masks, opens, null, null);
  }

  /** The same of the recovery file, which may come after the one file. */
  static Keyring rotatedRecovery(Keyring keys, Instant now) {
    KeysetHandle masks = grown(keys.masking(), PrfConfig2026.get(), MASKING);
    KeysetHandle pairs =
        grown(keys.recovery().orElse(null), HybridConfig2026.get(), Sealing.PARAMETERS);
    return new Keyring(
        grown(keys.generations(), masks, pairs, now),
        keys.seals() ? keys.sealedFrom() : keys.generations().size() + 1,
        masks,
        keys.encryption().orElse(null),
        made(pairs::getPublicKeysetHandle),
        pairs);
  }

  private static List<Generation> grown(
      List<Generation> before, KeysetHandle masking, KeysetHandle encryption, Instant now) {
    List<Generation> generations = new ArrayList<>(before);
    generations.add(
        new Generation(
            before.size() + 1,
            now.truncatedTo(ChronoUnit.SECONDS),
            Integer.toUnsignedLong(masking.getPrimary().getId()),
            Integer.toUnsignedLong(encryption.getPrimary().getId())));
    return generations;
  }

  private static KeysetHandle grown(
      KeysetHandle before, Configuration configuration, Parameters parameters) {
    KeysetHandle.Builder grown =
        before == null ? KeysetHandle.newBuilder() : KeysetHandle.newBuilder(before);
    KeysetHandle.Builder.Entry fresh =
        KeysetHandle.generateEntryFromParameters(parameters).withRandomId().makePrimary();
    return made(() -> grown.setConfiguration(configuration).addEntry(fresh).build());
  }

  interface Making<T> {
    T make() throws GeneralSecurityException;
  }

  static <T> T made(Making<T> making) {
    try {
      return making.make();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys that are valid can be used", e);
    }
  }
}

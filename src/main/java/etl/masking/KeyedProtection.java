package etl.masking;

import com.google.crypto.tink.Aead;
import etl.masking.CurrentProtection.Epoch;
import etl.masking.KeyedOpener.DataKeyCache;
import etl.masking.KeyedSealer.Encryption;
import etl.masking.SealedForm.Sealed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/** With keys: masks are keyed, originals and bodies are encrypted. */
final class KeyedProtection implements Protection {
  private final List<Generation> generations;
  private final boolean seals;
  private final boolean opens;
  private final KeyedPseudonymiser pseudonymiser;
  private final Encryption encryption;

  // Null without such keys.
  private final Aead aead;
  private final DataKeyCache dataKeys;

  /**
   * @param epoch how long a data key is used, if values are sealed
   */
  KeyedProtection(Keyring keys, Epoch epoch) {
    this.generations = keys.generations();
    this.seals = keys.seals();
    this.opens = keys.opens();
    this.pseudonymiser = new KeyedPseudonymiser(keys.macs());
    this.aead = keys.aead().orElse(null);
    this.dataKeys = keys.privateKeys().map(DataKeyCache::new).orElse(null);
    int newest = generations.size();
    this.encryption =
        keys.publicKey()
            .<Encryption>map(key -> new DataKeys(key, newest, epoch))
            .orElseGet(() -> encryption(aead, newest));
  }

  private static Encryption encryption(Aead aead, int generation) {
    return (kind, text, beside, used) -> {
      try {
        byte[] context = beside.getBytes(StandardCharsets.UTF_8);
        return new Sealed(generation, "", aead.encrypt(text, context));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES-GCM", e);
      }
    };
  }

  @Override
  public Pseudonym mask(String value) {
    return pseudonymiser.mask(value);
  }

  @Override
  public List<Generation> generations() {
    return generations;
  }

  @Override
  public String rekey(String mask) {
    return pseudonymiser.rekey(mask);
  }

  @Override
  public List<String> forms(String mask) {
    return pseudonymiser.forms(mask);
  }

  @Override
  public boolean seals() {
    return seals;
  }

  @Override
  public boolean opens() {
    return opens;
  }

  @Override
  public byte[] bodyMark() {
    return SealedForm.mark(generation(), seals);
  }

  @Override
  public Sealer sealer(SealedKey.Reader keys) {
    return new KeyedSealer(this, encryption, opener(keys));
  }

  @Override
  public KeyedOpener opener(SealedKey.Reader keys) {
    return new KeyedOpener(generation(), aead, dataKeys, keys);
  }
}

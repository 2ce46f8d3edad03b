package etl.masking;

import com.google.crypto.tink.Aead;
import etl.masking.CurrentProtection.Epoch;
import etl.masking.Opener.DataKeyCache;
import etl.masking.SealedForm.Header;
import etl.masking.SealedForm.Sealed;
import etl.masking.Sealer.Encryption;
import java.util.List;

/**
 * How personal values are stored: masked in the event table, and as originals, encrypted if there
 * are keys, in the mapping. Immutable and thread-safe.
 */
public final class Protection implements Pseudonymiser {
  private final List<Generation> generations;
  private final boolean seals;
  private final boolean opens;
  private final KeyedPseudonymiser pseudonymiser;

  // Each is null without such keys.
  private final Encryption encryption;
  private final Aead aead;
  private final DataKeyCache dataKeys;

  private Protection() {
    generations = List.of();
    seals = false;
    opens = true;
    pseudonymiser = new KeyedPseudonymiser(List.of());
    encryption = null;
    aead = null;
    dataKeys = null;
  }

  private Protection(Keyring keys, Epoch epoch) {
    generations = keys.generations();
    seals = keys.seals();
    opens = keys.opens();
    pseudonymiser = new KeyedPseudonymiser(keys.maskingKeys());
    aead = keys.aead().orElse(null);
    dataKeys = keys.privateKeys().map(DataKeyCache::new).orElse(null);
    encryption =
        keys.publicKey()
            .<Encryption>map(key -> new DataKeys(key, generation(), epoch))
            .orElseGet(() -> withKeyOf(keys.cipher()));
  }

  private Encryption withKeyOf(AesGcm cipher) {
    Header header = new Header(generation(), "");
    return (kind, text, beside, iv, used) -> new Sealed(header, cipher.encrypt(text, beside, iv));
  }

  /** Without keys: masks are plain hashes, and originals are stored unencrypted. */
  public static Protection plain() {
    return new Protection();
  }

  /** With keys: masks are keyed, originals and bodies are encrypted. */
  public static Protection keyed(Keyring keys) {
    return keyed(keys, Epoch.standard());
  }

  /** The same with other limits for data keys, where values are sealed with such. */
  static Protection keyed(Keyring keys, Epoch epoch) {
    return new Protection(keys, epoch);
  }

  @Override
  public Pseudonym mask(String value) {
    return pseudonymiser.mask(value);
  }

  /** The generations of the keys, the oldest first; none without keys. */
  public List<Generation> generations() {
    return generations;
  }

  /** The newest generation, with which everything is written; 0 without keys. */
  public int generation() {
    return generations.size();
  }

  /**
   * The mask of the same value in the newest generation.
   *
   * @param mask of any generation up to the newest
   * @throws KeysException if it is of a later one
   */
  public String rekey(String mask) {
    return forms(mask).get(0);
  }

  /**
   * The same value with its mask in the newest generation.
   *
   * @throws KeysException as {@link #rekey} does
   */
  public Pseudonym rekeyed(Pseudonym pseudonym) {
    return new Pseudonym(rekey(pseudonym.masked()), pseudonym.original());
  }

  /**
   * A mask in each generation from its own to the newest, the newest first.
   *
   * @throws KeysException if it is of a later one
   */
  public List<String> forms(String mask) {
    // Without keys, whatever an older program wrote stays as it is.
    boolean newest = generations.isEmpty() && MaskForm.generation(mask) == 0;
    return newest ? List.of(mask) : pseudonymiser.forms(mask);
  }

  /** Whether what is written is sealed: only the recovery file opens it. */
  public boolean seals() {
    return seals;
  }

  /** Whether everything can be opened that was stored with these keys. */
  public boolean opens() {
    return opens;
  }

  /** Begins each body that is stored in the newest form; empty without keys. */
  public byte[] bodyMark() {
    return generations.isEmpty() ? new byte[0] : SealedForm.mark(generation(), seals);
  }

  /** For the values of one transaction. */
  public Sealer sealer() {
    return sealer(
        ids -> {
          throw new IllegalStateException("nothing is to be sealed again");
        });
  }

  /**
   * The same where stored values are sealed again.
   *
   * @param keys the sealed data keys
   */
  public Sealer sealer(SealedKey.Reader keys) {
    return new Sealer(this, encryption, opener(keys));
  }

  /** For stored values; keys as for {@link #sealer(SealedKey.Reader)}. */
  public Opener opener(SealedKey.Reader keys) {
    return new Opener(generation(), aead, dataKeys, keys);
  }
}

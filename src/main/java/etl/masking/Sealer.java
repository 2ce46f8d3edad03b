package etl.masking;

import etl.masking.SealedForm.Sealed;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings the values of one transaction into the form in which they are stored, in the newest
 * generation: with keys, encrypted. The mask or message id is authenticated as associated data, so
 * that a ciphertext copied to another row does not decrypt. One for each transaction; not
 * thread-safe.
 */
public final class Sealer {
  /** Begins what is sealed: a value. */
  static final byte VALUE = 0;

  /** The same of what was stored before, with its mask if it is an original. */
  static final byte STORED = 1;

  /** Ends the mask. */
  static final char END = '\n';

  private static final int IVS_AT_ONCE = 64;

  /** How values are encrypted: with the generation's own key, or with sealed data keys. */
  interface Encryption {
    /**
     * Encrypts.
     *
     * @param kind what the text is
     * @param beside authenticated with it
     * @param iv a fresh one, which nobody changes afterwards
     * @param used told which data key was used, if any
     */
    Sealed encrypt(byte kind, byte[] text, byte[] beside, byte[] iv, Consumer<SealedKey> used);
  }

  private final Protection protection;
  private final Encryption encryption;
  private final Opener opener;
  private final SortedMap<String, SealedKey> keys = new TreeMap<>();
  private final Consumer<SealedKey> used = key -> keys.put(key.id(), key);

  private final SecureRandom random = new SecureRandom();
  private byte[] ivs = {};
  private int nextIv;

  /**
   * @param encryption null without keys
   * @param opener for what is to be sealed again
   */
  Sealer(Protection protection, Encryption encryption, Opener opener) {
    this.protection = protection;
    this.encryption = encryption;
    this.opener = opener;
  }

  /** The original in the form that the mapping stores. */
  public String seal(Pseudonym pseudonym) {
    return encryption == null
        ? pseudonym.original()
        : SealedForm.text(encrypted(VALUE, utf8(pseudonym.original()), ascii(pseudonym.masked())));
  }

  /** A rejected message's body in the form that the table stores. */
  public byte[] sealBody(String messageId, byte[] body) {
    return encryption == null ? body : SealedForm.body(encrypted(VALUE, body, utf8(messageId)));
  }

  /**
   * A stored original in the form in which it is stored with its newest mask. What the keys cannot
   * open is encrypted once more, as it is and together with its mask.
   *
   * @param mask of this or an earlier generation
   * @param stored the result of {@link #seal} in the mask's generation
   * @throws KeysException if the mask is of a later generation, or the original could be opened
   *     with the keys, but was sealed for another mask or with another key
   */
  public String reseal(String mask, String stored) {
    String newest = protection.rekey(mask);
    return MaskForm.generation(mask) > 0 && !opener.hasKeyOf(SealedForm.parse(stored))
        ? SealedForm.text(encrypted(STORED, utf8(mask + END + stored), ascii(newest)))
        : seal(new Pseudonym(newest, opener.open(mask, stored).original()));
  }

  /**
   * The same for a body.
   *
   * @throws KeysException as {@link #reseal} does
   */
  public byte[] resealBody(String messageId, byte[] stored) {
    return opener.hasKeyOf(SealedForm.parse(stored))
        ? sealBody(messageId, opener.openBody(messageId, stored))
        : SealedForm.body(encrypted(STORED, stored, utf8(messageId)));
  }

  /**
   * The data keys that were used so far, by id. They must be stored in the same transaction,
   * however often they were stored before: an earlier transaction may have been undone.
   */
  public Collection<SealedKey> keys() {
    return keys.values();
  }

  private Sealed encrypted(byte kind, byte[] text, byte[] beside) {
    return encryption.encrypt(kind, text, beside, iv(), used);
  }

  /**
   * Many are drawn at once, since a draw takes half as long as to encrypt a value. But they end
   * with the transaction: a copy of the machine that went on from here would use the same ones.
   */
  private byte[] iv() {
    if (nextIv == ivs.length) {
      ivs = new byte[IVS_AT_ONCE * AesGcm.IV_BYTES];
      random.nextBytes(ivs);
      nextIv = 0;
    }
    nextIv += AesGcm.IV_BYTES;
    return Arrays.copyOfRange(ivs, nextIv - AesGcm.IV_BYTES, nextIv);
  }

  /** A mask's bytes, which need not be looked through for what is not ASCII. */
  private static byte[] ascii(String mask) {
    return mask.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package etl.masking;

import etl.masking.SealedForm.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Seals with keys. The mask or message id is authenticated as associated data, so that a ciphertext
 * copied to another row does not decrypt.
 */
final class KeyedSealer implements Sealer {
  /** Begins what is sealed: a value. */
  static final byte VALUE = 0;

  /** The same of what was stored before, with its mask if it is an original. */
  static final byte STORED = 1;

  /** Ends the mask. */
  static final char END = '\n';

  /** How values are encrypted: with the generation's own key, or with sealed data keys. */
  interface Encryption {
    /**
     * Encrypts.
     *
     * @param kind what the text is
     * @param beside authenticated with it
     * @param used told which data key was used, if any
     */
    Sealed encrypt(byte kind, byte[] text, String beside, Consumer<SealedKey> used);
  }

  private final KeyedProtection protection;
  private final Encryption encryption;
  private final KeyedOpener opener;
  private final SortedMap<String, SealedKey> keys = new TreeMap<>();

  /**
   * @param opener for what is to be sealed again
   */
  KeyedSealer(KeyedProtection protection, Encryption encryption, KeyedOpener opener) {
    this.protection = protection;
    this.encryption = encryption;
    this.opener = opener;
  }

  @Override
  public String seal(Pseudonym pseudonym) {
    return SealedForm.text(encrypted(VALUE, utf8(pseudonym.original()), pseudonym.masked()));
  }

  @Override
  public byte[] sealBody(String messageId, byte[] body) {
    return SealedForm.body(encrypted(VALUE, body, messageId));
  }

  @Override
  public String reseal(String mask, String stored) {
    String newest = protection.rekey(mask);
    return MaskForm.generation(mask) > 0 && !opener.hasKeyOf(SealedForm.parse(stored))
        ? SealedForm.text(encrypted(STORED, utf8(mask + END + stored), newest))
        : seal(new Pseudonym(newest, opener.open(mask, stored).original()));
  }

  @Override
  public byte[] resealBody(String messageId, byte[] stored) {
    return opener.hasKeyOf(SealedForm.parse(stored))
        ? sealBody(messageId, opener.openBody(messageId, stored))
        : SealedForm.body(encrypted(STORED, stored, messageId));
  }

  @Override
  public Collection<SealedKey> keys() {
    return keys.values();
  }

  private Sealed encrypted(byte kind, byte[] text, String beside) {
    return encryption.encrypt(kind, text, beside, key -> keys.put(key.id(), key));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

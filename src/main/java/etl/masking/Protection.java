package etl.masking;

import java.util.List;

/**
 * How personal values are stored: masked in the event table, and as originals, encrypted if there
 * are keys, in the mapping. Implementations are immutable and thread-safe.
 */
public interface Protection extends Pseudonymiser {
  /** Without keys: originals are stored unencrypted. */
  static Protection plain() {
    return new PlainProtection();
  }

  /** With keys. */
  static Protection keyed(Keyring keys) {
    return new KeyedProtection(keys);
  }

  /** The generations of the keys, the oldest first; none without keys. */
  List<Generation> generations();

  /** The newest generation, with which everything is written; 0 without keys. */
  default int generation() {
    return generations().size();
  }

  /**
   * The mask of the same value in the newest generation.
   *
   * @param mask of any generation up to the newest
   * @throws KeysException if it is of a later one
   */
  String rekey(String mask);

  /**
   * The same value with its mask in the newest generation.
   *
   * @throws KeysException as {@link #rekey} does
   */
  default Pseudonym rekeyed(Pseudonym pseudonym) {
    return new Pseudonym(rekey(pseudonym.masked()), pseudonym.original());
  }

  /**
   * A mask in each generation from its own to the newest, the newest first.
   *
   * @throws KeysException if it is of a later one
   */
  List<String> forms(String mask);

  /** The original in the form that the mapping stores. */
  String seal(Pseudonym pseudonym);

  /**
   * The original that is stored with a mask.
   *
   * @param stored the result of {@link #seal}, in this or an earlier generation
   * @throws KeysException if the generation's key is missing, or it was sealed for another mask or
   *     with another key
   */
  Pseudonym open(String mask, String stored);

  /** A rejected message's body in the form that the table stores. */
  byte[] sealBody(String messageId, byte[] body);

  /**
   * The body that is stored with a message's id.
   *
   * @throws KeysException as {@link #open} does
   */
  byte[] openBody(String messageId, byte[] stored);
}

package etl.masking;

import java.util.List;

/**
 * How personal values stand in the tables: masked where analysts look, and as originals, which with
 * keys are encrypted, where only recovery looks. Implementations do not change and are safe for use
 * by many threads.
 */
public interface Protection extends Pseudonymiser {
  /** Without keys: originals stand as they are. */
  static Protection plain() {
    return new PlainProtection();
  }

  /** With keys. */
  static Protection keyed(Keyring keys) {
    return new KeyedProtection(keys);
  }

  /** The generations of the keys, the oldest first; none without keys. */
  List<Generation> generations();

  /** The newest generation, by which all is written; 0 without keys. */
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
   * @throws KeysException as {@link #carry} does
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

  /** The original as it stands beside its mask in the mapping. */
  String seal(Pseudonym pseudonym);

  /**
   * The original that stands beside a mask.
   *
   * @param stored what {@link #seal} made of it, in this or an earlier generation
   * @throws KeysException if the generation's key is missing, or it was written beside another mask
   *     or with another key
   */
  Pseudonym open(String mask, String stored);

  /** A rejected message's body as it stands beside its id. */
  byte[] sealBody(String messageId, byte[] body);

  /**
   * The body that stands beside a message's id.
   *
   * @throws KeysException as {@link #open} does
   */
  byte[] openBody(String messageId, byte[] stored);
}

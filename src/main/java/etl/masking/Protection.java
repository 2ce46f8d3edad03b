package etl.masking;

import etl.masking.CurrentProtection.Epoch;
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
    return keyed(keys, Epoch.standard());
  }

  /** The same with other limits for data keys, where values are sealed with such. */
  static Protection keyed(Keyring keys, Epoch epoch) {
    return new KeyedProtection(keys, epoch);
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

  /** Whether what is written is sealed: only the recovery file opens it. */
  boolean seals();

  /** Whether everything can be opened that was stored with these keys. */
  boolean opens();

  /** Begins each body that is stored in the newest form; empty without keys. */
  byte[] bodyMark();

  /** For the values of one transaction. */
  default Sealer sealer() {
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
  Sealer sealer(SealedKey.Reader keys);

  /**
   * For stored values.
   *
   * @param keys the sealed data keys
   */
  Opener opener(SealedKey.Reader keys);
}

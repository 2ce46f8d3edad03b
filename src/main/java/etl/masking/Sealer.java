package etl.masking;

import java.util.Collection;

/**
 * Brings the values of one transaction into the form in which they are stored, in the newest
 * generation. One for each transaction; not thread-safe.
 */
public interface Sealer {
  /** The original in the form that the mapping stores. */
  String seal(Pseudonym pseudonym);

  /** A rejected message's body in the form that the table stores. */
  byte[] sealBody(String messageId, byte[] body);

  /**
   * A stored original in the form in which it is stored with its newest mask. What the keys cannot
   * open is encrypted once more, as it is and together with its mask.
   *
   * @param mask of this or an earlier generation
   * @param stored the result of {@link #seal} in the mask's generation
   * @throws KeysException if the mask is of a later generation, or the original could be opened
   *     with the keys, but was sealed for another mask or with another key
   */
  String reseal(String mask, String stored);

  /**
   * The same for a body.
   *
   * @throws KeysException as {@link #reseal} does
   */
  byte[] resealBody(String messageId, byte[] stored);

  /**
   * The data keys that were used so far, by id. They must be stored in the same transaction,
   * however often they were stored before: an earlier transaction may have been undone.
   */
  Collection<SealedKey> keys();
}

package etl.masking;

import java.util.Collection;

/** Opens what a {@link Sealer} has sealed, in this or an earlier generation. Not thread-safe. */
public interface Opener {
  /**
   * The original that is stored with a mask.
   *
   * @param stored the result of {@link Sealer#seal} or {@link Sealer#reseal}
   * @throws KeysException if a key is missing, or it was sealed for another mask or with another
   *     key
   */
  Pseudonym open(String mask, String stored);

  /**
   * The body that is stored with a message's id.
   *
   * @throws KeysException as {@link #open} does
   */
  byte[] openBody(String messageId, byte[] stored);

  /** Reads the data keys of these originals at once, so that {@link #open} need not, one by one. */
  void prepare(Collection<String> stored);
}

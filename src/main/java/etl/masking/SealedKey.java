package etl.masking;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A data key as the database stores it: sealed to a public key. Whoever writes a value that is
 * encrypted with it writes this in the same transaction.
 *
 * @param id random, 22 characters
 * @param generation of the public key
 * @param sealed the data key, encrypted; only the recovery file opens it
 */
public record SealedKey(String id, int generation, byte[] sealed) {
  /** Where they are stored. */
  @FunctionalInterface
  public interface Reader {
    /** Returns those that exist, in any order. */
    List<SealedKey> read(Collection<String> ids);
  }

  public SealedKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(sealed, "sealed");
  }

  /** The id only. */
  @Override
  public String toString() {
    return "SealedKey[" + id + "]";
  }
}

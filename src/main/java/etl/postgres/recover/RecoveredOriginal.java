package etl.postgres.recover;

import java.util.Objects;

/**
 * What a mask stands for.
 *
 * <p>{@link #original()} is the only way by which personal data comes back out of the database:
 * whoever calls it can be found by a search.
 *
 * @param hash the mask
 * @param field the event's field, or the empty string where an older mapping does not tell
 * @param original the personal value
 */
public record RecoveredOriginal(String hash, String field, String original) {
  public RecoveredOriginal {
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(original, "original");
  }

  /** The hash only. */
  @Override
  public String toString() {
    return "RecoveredOriginal[" + hash + "]";
  }
}

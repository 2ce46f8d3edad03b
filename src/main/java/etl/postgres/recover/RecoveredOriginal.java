package etl.postgres.recover;

/**
 * A mask's original.
 *
 * <p>Personal data comes back out of the database only through {@link #original()}: search for its
 * callers.
 *
 * @param field the event's field, or the empty string if an older mapping does not name it
 */
public record RecoveredOriginal(String hash, String field, String original) {
  /** The hash only. */
  @Override
  public String toString() {
    return "RecoveredOriginal[" + hash + "]";
  }
}

package etl.masking;

/** Replaces personal values by pseudonyms. Implementations are thread-safe. */
@FunctionalInterface
public interface Pseudonymiser {
  /**
   * Masks one value. The same value always gets the same mask.
   *
   * @param value the personal value: well-formed UTF-16, not null
   * @return the mask and the value, never null
   */
  Pseudonym mask(String value);
}

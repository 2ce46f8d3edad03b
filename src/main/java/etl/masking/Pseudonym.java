package etl.masking;

import java.util.Objects;

/**
 * A masked value together with the original that it stands for.
 *
 * <p>{@link #original()} is the only way by which personal data leaves the parsed event: whoever
 * calls it can be found by a search.
 *
 * @param masked what analysts see: equal for equal originals, never null
 * @param original the personal value itself, never null
 */
public record Pseudonym(String masked, String original) {
  public Pseudonym {
    Objects.requireNonNull(masked, "masked");
    Objects.requireNonNull(original, "original");
  }

  /** Names the mask only: a pseudonym can be printed without giving the original away. */
  @Override
  public String toString() {
    return "Pseudonym[" + masked + "]";
  }
}

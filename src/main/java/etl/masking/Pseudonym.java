package etl.masking;

import java.util.Objects;

/**
 * A masked value together with the original that it stands for.
 *
 * <p>Personal data leaves the parsed event only through {@link #original()}: search for its
 * callers.
 *
 * @param masked what analysts see: equal for equal originals, never null
 * @param original the personal value itself, never null
 */
public record Pseudonym(String masked, String original) {
  public Pseudonym {
    Objects.requireNonNull(masked, "masked");
    Objects.requireNonNull(original, "original");
  }

  /** The mask only, so that a pseudonym can be printed safely. */
  @Override
  public String toString() {
    return "Pseudonym[" + masked + "]";
  }
}

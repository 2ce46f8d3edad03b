package etl.masking;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One key generation: a masking key and an encryption key, identified by ids that are not secret.
 *
 * @param number from 1, each one more than the last
 * @param maskingKey the masking key's id
 * @param encryptionKey the encryption key's id
 */
public record Generation(int number, Instant created, long maskingKey, long encryptionKey) {
  public Generation {
    Objects.requireNonNull(created, "created");
    if (number < 1) {
      throw new IllegalArgumentException("generations count from 1");
    }
  }

  /** Whether all generations begin with the keys of the first ones. */
  static boolean begin(List<Generation> all, List<Generation> first) {
    return first.size() <= all.size()
        && IntStream.range(0, first.size()).allMatch(i -> all.get(i).hasKeysOf(first.get(i)));
  }

  /** Whether these are the same keys, whatever their dates. */
  public boolean hasKeysOf(Generation other) {
    return number == other.number
        && maskingKey == other.maskingKey
        && encryptionKey == other.encryptionKey;
  }
}

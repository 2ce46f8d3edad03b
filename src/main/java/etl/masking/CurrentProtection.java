package etl.masking;

import etl.doctor.Remedy;
import java.util.Objects;

/**
 * The protection that a running program currently uses. When the database turns out to have a newer
 * key generation, the keys are reloaded. Masks with the newest keys loaded. Thread-safe.
 */
public final class CurrentProtection implements Pseudonymiser {
  private final KeySource source;
  private volatile Protection current;

  private CurrentProtection(KeySource source, Protection current) {
    this.source = source;
    this.current = Objects.requireNonNull(current, "current");
  }

  /** Without keys, for good. */
  public static CurrentProtection plain() {
    return new CurrentProtection(null, Protection.plain());
  }

  /**
   * With keys, which are read now.
   *
   * @throws KeysException if they cannot be read
   */
  public static CurrentProtection keyed(KeySource source) {
    return new CurrentProtection(source, Protection.keyed(source.read()));
  }

  public Protection current() {
    return current;
  }

  @Override
  public Pseudonym mask(String value) {
    return current.mask(value);
  }

  /**
   * Reads the keys again.
   *
   * @param than the protection found to be too old: if another thread has reloaded since, nothing
   *     is done
   * @return the keys as they are now
   * @throws KeysException if they cannot be read or lack a generation that was there
   */
  public synchronized Protection reload(Protection than) {
    if (source != null && current == than) {
      Protection read = Protection.keyed(source.read());
      for (Generation known : than.generations()) {
        int place = known.number() - 1;
        if (place >= read.generation() || !read.generations().get(place).hasKeysOf(known)) {
          throw new KeysException(
              "the keys were replaced by different keys while in use", Remedy.OTHER_KEYS, null);
        }
      }
      current = read;
    }
    return current;
  }
}

package etl.masking;

import java.util.Objects;

/**
 * The protection by which a running program goes. Whoever finds that the database is ahead of it
 * has its keys read again. Masks by the newest keys that were read. Safe for use by many threads.
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
   * @param than what was found too old: if another thread has read them since, that is enough
   * @return the keys as they are now
   * @throws KeysException if they cannot be read or lack a generation that was there
   */
  public synchronized Protection reload(Protection than) {
    if (source != null && current == than) {
      Protection read = Protection.keyed(source.read());
      for (Generation known : than.generations()) {
        int place = known.number() - 1;
        if (place >= read.generation() || !read.generations().get(place).hasKeysOf(known)) {
          throw new KeysException("the keys were replaced by others while they were in use");
        }
      }
      current = read;
    }
    return current;
  }
}

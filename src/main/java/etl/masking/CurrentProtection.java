package etl.masking;

import etl.doctor.Remedy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The protection that a running program currently uses. When the database turns out to have a newer
 * key generation, the keys are reloaded. Masks with the newest keys loaded. Thread-safe.
 */
public final class CurrentProtection implements Pseudonymiser {
  /**
   * How long a data key is used to encrypt, where values are sealed.
   *
   * @param values for at most so many of them
   * @param end runs a task when the epoch's time, which begins with the call, has passed
   */
  public record Epoch(long values, Executor end) {
    private static final long VALUES = 1_000_000;

    /** An hour or a million values, whichever is first. */
    public static Epoch standard() {
      return new Epoch(VALUES, CompletableFuture.delayedExecutor(1, TimeUnit.HOURS, Runnable::run));
    }
  }

  private final KeySource source;
  private final Epoch epoch;
  private volatile Protection current;

  private CurrentProtection(KeySource source, Epoch epoch, Protection current) {
    this.source = source;
    this.epoch = epoch;
    this.current = Objects.requireNonNull(current, "current");
  }

  /** Without keys, for good. */
  public static CurrentProtection plain() {
    return new CurrentProtection(null, null, Protection.plain());
  }

  /**
   * With keys, which are read now.
   *
   * @throws KeysException if they cannot be read
   */
  public static CurrentProtection keyed(KeySource source) {
    return keyed(source, Epoch.standard());
  }

  /** The same with other limits for data keys. */
  public static CurrentProtection keyed(KeySource source, Epoch epoch) {
    return new CurrentProtection(source, epoch, Protection.keyed(source.read(), epoch));
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
      Protection read = Protection.keyed(source.read(), epoch);
      if (!Generation.begin(read.generations(), than.generations())) {
        throw new KeysException(
            "the keys were replaced by different keys while in use", Remedy.OTHER_KEYS, null);
      }
      current = read;
    }
    return current;
  }
}

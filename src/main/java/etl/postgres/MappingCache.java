package etl.postgres;

import java.util.Arrays;
import java.util.Collection;

/**
 * Remembers which mappings this process has committed, so that they are not sent again. It forgets
 * some when it is full, and takes two megabytes whatever happens. It knows a mask by 128 bits, and
 * remembers only masks that end in 64 hexadecimal digits. Safe for use by many threads.
 */
final class MappingCache {
  private static final int DIGITS = 64;
  private static final int WAYS = 4;
  private static final int SETS = 1 << 15;

  private record Key(long high, long low) {
    // Marks an empty place.
    static final Key NONE = new Key(0, 0);

    int set() {
      return (int) (high ^ low) & (SETS - 1);
    }
  }

  private final long[] high = new long[SETS * WAYS];
  private final long[] low = new long[SETS * WAYS];
  private int turn;

  /** Whether the mask's mapping is known to be committed. */
  synchronized boolean contains(String mask) {
    Key key = key(mask);
    return !key.equals(Key.NONE) && find(key);
  }

  /** Remembers mappings; to be called after their commit. */
  synchronized void addAll(Collection<String> masks) {
    for (String mask : masks) {
      Key key = key(mask);
      if (!key.equals(Key.NONE) && !find(key)) {
        // Masks are random, so one way is as good as another.
        int place = key.set() * WAYS + (turn++ & (WAYS - 1));
        high[place] = key.high();
        low[place] = key.low();
      }
    }
  }

  /** Forgets all: the tables may have changed. */
  synchronized void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
  }

  private boolean find(Key key) {
    int first = key.set() * WAYS;
    for (int i = first; i < first + WAYS; i++) {
      if (high[i] == key.high() && low[i] == key.low()) {
        return true;
      }
    }
    return false;
  }

  private static Key key(String mask) {
    int start = mask.length() - DIGITS;
    if (start < 0) {
      return Key.NONE;
    }
    long[] words = new long[DIGITS / 16];
    for (int i = start; i < mask.length(); i++) {
      int digit = Character.digit(mask.charAt(i), 16);
      if (digit < 0) {
        return Key.NONE;
      }
      int word = (i - start) / 16;
      words[word] = words[word] << 4 | digit;
    }
    return new Key(
        words[0] ^ Long.rotateLeft(words[2], 1), words[1] ^ Long.rotateLeft(words[3], 1));
  }
}

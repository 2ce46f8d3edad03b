package etl.postgres.write;

import etl.postgres.write.EventMappings.Mapping;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers which mappings this process has committed, so that they are not sent again. Its size is
 * fixed at two megabytes; when full, it evicts entries. Identifies a mask by its last 128 bits, and
 * stores only masks that end in 32 lower-case hexadecimal digits. Thread-safe.
 */
final class MappingCache {
  private static final int WORD_DIGITS = 16;
  private static final int WAYS = 4;
  private static final int SETS = 1 << 15;

  private static final byte NO_DIGIT = -1;
  private static final byte[] DIGITS = digits();

  private final long[] high = new long[SETS * WAYS];
  private final long[] low = new long[SETS * WAYS];
  private int turn;
  private long removals;

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, NO_DIGIT);
    for (int digit = 0; digit < 16; digit++) {
      digits[Character.forDigit(digit, 16)] = (byte) digit;
    }
    return digits;
  }

  /** Whether the mask's mapping is known to be committed. */
  synchronized boolean contains(String mask) {
    return isHex(mask) && find(word(mask, 2 * WORD_DIGITS), word(mask, WORD_DIGITS));
  }

  /**
   * Forgets everything if mappings were removed since the last call. Calls with an older counter
   * are ignored.
   */
  synchronized void keepUp(long seenRemovals) {
    if (seenRemovals > removals) {
      clear();
      removals = seenRemovals;
    }
  }

  /**
   * Remembers mappings, unless some were removed since; call it after their commit.
   *
   * @param seenRemovals the removal counter at the commit
   */
  synchronized void addAll(List<Mapping> mappings, long seenRemovals) {
    if (seenRemovals != removals) {
      return;
    }
    for (Mapping mapping : mappings) {
      String mask = mapping.mask();
      if (isHex(mask)) {
        add(word(mask, 2 * WORD_DIGITS), word(mask, WORD_DIGITS));
      }
    }
  }

  private void add(long highWord, long lowWord) {
    if (!find(highWord, lowWord)) {
      int place = place(set(highWord, lowWord));
      high[place] = highWord;
      low[place] = lowWord;
    }
  }

  private int place(int first) {
    for (int i = first; i < first + WAYS; i++) {
      if ((high[i] | low[i]) == 0) {
        return i;
      }
    }
    // Masks are random, so any way will do.
    return first + (turn++ & (WAYS - 1));
  }

  /** Forgets everything. */
  synchronized void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    removals = 0;
  }

  private boolean find(long highWord, long lowWord) {
    if ((highWord | lowWord) == 0) {
      // Zero marks an empty place.
      return false;
    }
    int first = set(highWord, lowWord);
    for (int i = first; i < first + WAYS; i++) {
      if (low[i] == lowWord && high[i] == highWord) {
        return true;
      }
    }
    return false;
  }

  private static int set(long highWord, long lowWord) {
    return ((int) (highWord ^ lowWord) & (SETS - 1)) * WAYS;
  }

  private static boolean isHex(String mask) {
    int start = mask.length() - 2 * WORD_DIGITS;
    if (start < 0) {
      return false;
    }
    int seen = 0;
    for (int i = start; i < mask.length(); i++) {
      char c = mask.charAt(i);
      seen |= c < DIGITS.length ? DIGITS[c] : NO_DIGIT;
    }
    return seen >= 0;
  }

  /** The 64 bits that start this many digits before the end. */
  private static long word(String mask, int fromEnd) {
    long word = 0;
    int start = mask.length() - fromEnd;
    for (int i = start; i < start + WORD_DIGITS; i++) {
      word = word << 4 | DIGITS[mask.charAt(i)];
    }
    return word;
  }
}

package etl.postgres.write;

import etl.postgres.write.BatchStatements.Mapping;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers which mappings this process has committed, so that they are not sent again. It forgets
 * some when it is full, and takes two megabytes whatever happens. It knows a mask by its last 128
 * bits, and remembers only masks that end in as many lower-case hexadecimal digits. Safe for use by
 * many threads.
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
   * Forgets all if mappings were removed since. Whoever saw less is too late to change anything.
   */
  synchronized void keepUp(long seenRemovals) {
    if (seenRemovals > removals) {
      clear();
      removals = seenRemovals;
    }
  }

  /**
   * Remembers mappings, unless some were removed since; to be called after their commit.
   *
   * @param seenRemovals how often mappings had been removed at the commit
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
    // Masks are random, so one way is as good as another.
    return first + (turn++ & (WAYS - 1));
  }

  /** Forgets all: the tables may have changed. */
  synchronized void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    removals = 0;
  }

  private boolean find(long highWord, long lowWord) {
    if ((highWord | lowWord) == 0) {
      // What an empty place looks like.
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

  /** The 64 bits that begin this many digits before the end. */
  private static long word(String mask, int fromEnd) {
    long word = 0;
    int start = mask.length() - fromEnd;
    for (int i = start; i < start + WORD_DIGITS; i++) {
      word = word << 4 | DIGITS[mask.charAt(i)];
    }
    return word;
  }
}

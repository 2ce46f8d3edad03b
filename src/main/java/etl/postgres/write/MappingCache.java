package etl.postgres.write;

import etl.postgres.write.EventMappings.Mapping;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers which mappings this process has committed, so that they are not sent again. Its size is
 * fixed at eight megabytes; when full, it evicts entries. Identifies a mask by its last 128 bits,
 * and stores only masks that end in 32 lower-case hexadecimal digits. Thread-safe.
 */
final class MappingCache {
  private static final int WORD_DIGITS = 16;
  private static final int WAYS = 4;
  private static final int SETS = 1 << 17;

  private static final byte NO_DIGIT = -1;
  private static final byte[] DIGITS = digits();

  /**
   * Two for each mask, side by side: to look at one is to miss the processor's caches. Null while
   * there is nothing in it: during an outage, each attempt to write begins with an empty one.
   */
  private long[] words;

  private int turn;
  private long removals;

  /** The mask that is looked at. */
  private long highWord;

  private long lowWord;

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
    return words != null && read(mask) && find();
  }

  /**
   * Forgets everything if mappings were removed since the last call. Calls with an older counter
   * are ignored.
   */
  synchronized void keepUp(long seenRemovals) {
    if (seenRemovals > removals) {
      words = null;
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
    if (words == null) {
      words = new long[2 * WAYS * SETS];
    }
    for (Mapping mapping : mappings) {
      if (read(mapping.mask()) && !find()) {
        int place = place(set());
        words[place] = lowWord;
        words[place + 1] = highWord;
      }
    }
  }

  private int place(int first) {
    for (int i = first; i < first + 2 * WAYS; i += 2) {
      if ((words[i] | words[i + 1]) == 0) {
        return i;
      }
    }
    // Masks are random, so any way will do.
    return first + 2 * (turn++ & (WAYS - 1));
  }

  private boolean find() {
    int first = set();
    for (int i = first; i < first + 2 * WAYS; i += 2) {
      if (words[i] == lowWord && words[i + 1] == highWord) {
        return true;
      }
    }
    return false;
  }

  private int set() {
    return ((int) (highWord ^ lowWord) & (SETS - 1)) * 2 * WAYS;
  }

  /** Whether it is one that can be stored: zero marks an empty place. */
  private boolean read(String mask) {
    int start = mask.length() - 2 * WORD_DIGITS;
    if (start < 0) {
      return false;
    }
    int seen = 0;
    for (int i = start; i < mask.length(); i++) {
      char c = mask.charAt(i);
      int digit = c < DIGITS.length ? DIGITS[c] : NO_DIGIT;
      seen |= digit;
      if (i == start + WORD_DIGITS) {
        highWord = lowWord;
      }
      lowWord = lowWord << 4 | digit;
    }
    return seen >= 0 && (highWord | lowWord) != 0;
  }
}

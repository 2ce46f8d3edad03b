package etl.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/** The text form of a hash: 64 hex digits, after the prefix of its key generation if it has one. */
final class Hash {
  private static final Pattern FORM = Pattern.compile("(?:k[1-9][0-9]{0,8}:)?[0-9a-f]{64}");

  private Hash() {}

  /** In lower case, as the tables hold it; null if it cannot be a hash. */
  static String normalised(String text) {
    String hash = text.strip().toLowerCase(Locale.ROOT);
    return FORM.matcher(hash).matches() ? hash : null;
  }
}

package etl.spec.draft;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits the name of a field into words, in whatever style it is written. */
final class FieldWords {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

  // Between "user" and "Id", and between "IP" and "Address".
  private static final Pattern HUMPS =
      Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  // These would be split before their last letter.
  private static final Pattern PLURALS = Pattern.compile("(IP|ID|URL)(s|v\\d)(?![a-z])");

  private static final Pattern DIGITS = Pattern.compile("\\d+$");

  private FieldWords() {}

  /** The words in lower case, without accents: {@code client, ip} of {@code clientIP}. */
  static List<String> of(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    plain =
        PLURALS
            .matcher(plain)
            .replaceAll(found -> found.group(1).charAt(0) + lower(found.group().substring(1)));
    List<String> words = new ArrayList<>();
    for (String part : SEPARATORS.split(plain)) {
      for (String word : HUMPS.split(part)) {
        if (!word.isEmpty()) {
          words.add(lower(word));
        }
      }
    }
    return List.copyOf(words);
  }

  /** The word without a number at its end: {@code line} of {@code line1}. */
  static String unnumbered(String word) {
    String bare = DIGITS.matcher(word).replaceAll("");
    return bare.isEmpty() ? word : bare;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}

package etl.postgres.forget;

import etl.envelope.EncodedText;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything in a message's body that could be a value, even if the body is not JSON, and whatever
 * envelope it is in: strings that are quoted text, or base64, or compressed, are looked into.
 */
final class BodyValues {
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("[^\\s\"'{}\\[\\],]+");
  private static final Pattern EDGES = Pattern.compile("^[:=;]+|[:=;.]+$");
  private static final Pattern INNER = Pattern.compile("[:=;]");

  /** The most envelopes around a value that are looked into. */
  private static final int DEEPEST = 16;

  /** The most characters that are decoded of one body. */
  private static final int MOST_DECODED = 32 << 20;

  /** The most values that are remembered, so as to tell of each once. */
  private static final int MOST_KNOWN = 50_000;

  private final Collection<String> literals;
  private final Consumer<String> found;
  private final Set<String> known = new HashSet<>();
  private int decodable = MOST_DECODED;

  private BodyValues(Collection<String> literals, Consumer<String> found) {
    this.literals = literals;
    this.found = found;
  }

  /**
   * Tells of everything in a body: all quoted strings, and all words inside and outside of them.
   *
   * @param literals what is told of wherever it stands, be it within a word
   * @param found told of each of them, some of them more than once
   */
  static void search(String body, Collection<String> literals, Consumer<String> found) {
    new BodyValues(literals, found).search(body, DEEPEST);
  }

  private void search(String text, int deeper) {
    tellLiterals(text);
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      String inner = unescaped(quoted.group(1));
      if (isNew(inner)) {
        found.accept(inner);
        searchIn(inner, deeper - 1);
      }
    }
    Matcher bare = BARE.matcher(text);
    while (bare.find()) {
      tellWord(bare.group(), deeper);
    }
  }

  private void tellLiterals(String text) {
    String plain = unescaped(text);
    for (String literal : literals) {
      if (text.contains(literal) || plain.contains(literal)) {
        found.accept(literal);
      }
    }
  }

  private void tellWord(String whole, int deeper) {
    if (isNew(whole)) {
      String word = EDGES.matcher(whole).replaceAll("");
      found.accept(whole);
      found.accept(word);
      for (String part : INNER.split(word)) {
        found.accept(part);
      }
      // Where its string is cut off, it is not quoted.
      searchIn(whole, deeper - 1);
    }
  }

  /** Looks into a string that is text itself, as JSON in an envelope is. */
  private void searchIn(String inner, int deeper) {
    if (deeper < 0) {
      return;
    } else if (inner.indexOf('"') >= 0) {
      search(inner, deeper);
    } else if (decodable > 0) {
      EncodedText.probable(inner)
          .ifPresent(
              decoded -> {
                decodable -= decoded.length();
                search(decoded, deeper);
              });
    }
  }

  private boolean isNew(String value) {
    return known.size() < MOST_KNOWN ? known.add(value) : !known.contains(value);
  }

  private static String unescaped(String text) {
    return text.indexOf('\\') < 0
        ? text
        : ESCAPE
            .matcher(text)
            .replaceAll(
                escape -> Matcher.quoteReplacement(character(escape.group(1), escape.group(2))));
  }

  private static String character(String code, String letter) {
    if (code != null) {
      return String.valueOf((char) Integer.parseInt(code, 16));
    }
    return switch (letter) {
      case "b" -> "\b";
      case "f" -> "\f";
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      default -> letter;
    };
  }
}

package etl.postgres.forget;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything in a message's body that could be a value, even if the body is not JSON. */
final class BodyValues {
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("[^\\s\"'{}\\[\\],]+");
  private static final Pattern EDGES = Pattern.compile("^[:=;]+|[:=;.]+$");
  private static final Pattern INNER = Pattern.compile("[:=;]");

  private static final int DEEPEST = 3;

  private final String body;

  BodyValues(String body) {
    this.body = body;
  }

  /** Whether the body contains the value anywhere, literally or with JSON escapes. */
  boolean contains(String value) {
    return body.contains(value) || unescaped(body).contains(value);
  }

  /**
   * All quoted strings, and all words inside and outside of them; where a string is quoted text
   * itself, as JSON in an envelope is, those in it too.
   */
  Set<String> all() {
    Set<String> values = new LinkedHashSet<>();
    add(DEEPEST, values);
    return values;
  }

  private void add(int deeper, Set<String> values) {
    Matcher quoted = QUOTED.matcher(body);
    while (quoted.find()) {
      String text = unescaped(quoted.group(1));
      values.add(text);
      if (deeper > 0 && text.indexOf('"') >= 0) {
        new BodyValues(text).add(deeper - 1, values);
      }
    }
    Matcher bare = BARE.matcher(body);
    while (bare.find()) {
      String word = EDGES.matcher(bare.group()).replaceAll("");
      values.add(bare.group());
      values.add(word);
      values.addAll(List.of(INNER.split(word)));
    }
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

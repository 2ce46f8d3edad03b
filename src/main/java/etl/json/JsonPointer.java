package etl.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a JSON document, as RFC 6901 writes it.
 *
 * @param tokens the reference tokens, unescaped; empty for the whole document
 */
public record JsonPointer(List<String> tokens) {
  private static final Pattern TOKEN = Pattern.compile("(?:[^~]|~[01])*+", Pattern.DOTALL);

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads the string form ({@code /a/b}).
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(List.of());
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON pointer begins with a slash: " + text);
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      if (!TOKEN.matcher(token).matches()) {
        throw new IllegalArgumentException("a tilde stands only in ~0 and ~1: " + text);
      }
      // The order matters: ~01 means ~1, not a slash.
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointer(tokens);
  }

  /** As RFC 6901 writes it. */
  public String written() {
    StringBuilder written = new StringBuilder();
    for (String token : tokens) {
      written.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return written.toString();
  }
}

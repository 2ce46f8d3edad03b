package etl.output;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines of fields, whatever these hold. */
final class Fields {
  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

  private Fields() {}

  /** Comma-separated values, quoted as RFC 4180 says, without the line's end. */
  static String csv(String... fields) {
    return Stream.of(fields).map(Fields::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String text) {
    return SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * For a line of text: a backslash, and characters that would break the line or control the
   * terminal, escaped as in JSON.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\t' -> escaped.append("\\t");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            escaped.append("\\u%04x".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}

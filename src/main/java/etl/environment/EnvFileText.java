package etl.environment;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * The text of an env file. It is scanned by hand: a regular expression for a quoted value would
 * need a stack frame for each of its characters.
 */
final class EnvFileText {
  private static final Pattern USED =
      Pattern.compile("(?:AWS_|PG|DB_|ETL_|QUEUE_URL|DATABASE_URL).*");
  private static final String EXPORT = "export";
  private static final String ESCAPED = "\\'\"abfnrtv";
  private static final String ESCAPES = "\\'\"\u0007\b\f\n\r\t\u000B";

  private final String text;
  private final Map<String, String> process;
  private final Map<String, String> variables = new HashMap<>();
  private int position;

  EnvFileText(String text, Map<String, String> process) {
    // Some editors begin a file with a byte order mark.
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.text = content.replace("\r\n", "\n").replace('\r', '\n');
    this.process = process;
  }

  /**
   * The variables.
   *
   * @param malformed what is thrown where a variable that commands use cannot be read, by the
   *     number of its line
   */
  Map<String, String> variables(IntFunction<CommandFailure> malformed) {
    for (skipWhitespace(); position < text.length(); skipWhitespace()) {
      if (text.charAt(position) != '#') {
        readStatement(malformed);
      }
      position = endOfLine();
    }
    return variables;
  }

  private void readStatement(IntFunction<CommandFailure> malformed) {
    int start = position;
    skipExport();
    String key = key();
    skipSpaces();
    if (key.isEmpty()) {
      return;
    }
    if (at('=')) {
      position++;
      skipSpaces();
      String value = value();
      if (value != null) {
        variables.put(key, value);
        return;
      }
    } else if (endsHere(position)) {
      // A key alone has no value, not even that of a line above.
      variables.remove(key);
      return;
    }
    if (USED.matcher(key).matches()) {
      throw malformed.apply(1 + (int) text.chars().limit(start).filter(c -> c == '\n').count());
    }
  }

  private void skipExport() {
    int after = position + EXPORT.length();
    if (text.startsWith(EXPORT, position) && after < text.length() && isSpace(text.charAt(after))) {
      position = after;
      skipSpaces();
    }
  }

  private String key() {
    int start = position;
    if (at('\'')) {
      int close = text.indexOf('\'', start + 1);
      position = Math.max(start, close + 1);
      return text.substring(Math.min(start + 1, position), Math.max(start, close));
    }
    while (position < text.length()
        && !at('=')
        && !at('#')
        && !isWhitespace(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** The value from here on, null if its quote is not closed or is followed by other text. */
  private String value() {
    if (at('\'') || at('"')) {
      return quoted(text.charAt(position));
    }
    int end = endOfLine();
    for (int i = position + 1; i < end; i++) {
      if (text.charAt(i) == '#' && isSpace(text.charAt(i - 1))) {
        end = i;
      }
    }
    while (end > position && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return expanded(text.substring(position, end));
  }

  private String quoted(char quote) {
    int close = close(quote);
    if (close < 0) {
      return null;
    }
    String content = text.substring(position + 1, close);
    position = close + 1;
    return quote == '\'' ? unescaped(content, "\\'") : expanded(unescaped(content, ESCAPED));
  }

  /** Where the quoted value ends, negative if nowhere. */
  private int close(char quote) {
    int last = -1;
    for (int i = text.indexOf(quote, position + 1); i >= 0; i = text.indexOf(quote, i + 1)) {
      last = i;
      // Even after an escaped backslash, this quote does not end the value for python-dotenv ...
      if (text.charAt(i - 1) != '\\') {
        break;
      }
    }
    if (last >= 0 && endsHere(last + 1)) {
      return last;
    }
    // ... unless the value could not be read otherwise.
    int strict = position + 1;
    while (strict < text.length() && text.charAt(strict) != quote) {
      strict += text.charAt(strict) == '\\' ? 2 : 1;
    }
    if (strict < text.length() && endsHere(strict + 1)) {
      return strict;
    }
    position = Math.max(position, last);
    return -1;
  }

  /** Whether nothing but a comment follows in the line. */
  private boolean endsHere(int from) {
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '#';
  }

  private static String unescaped(String quoted, String escapable) {
    StringBuilder plain = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      int escape =
          c == '\\' && i + 1 < quoted.length() ? escapable.indexOf(quoted.charAt(i + 1)) : -1;
      if (escape >= 0) {
        i++;
      }
      plain.append(escape >= 0 ? ESCAPES.charAt(escape) : c);
    }
    return plain.toString();
  }

  private String expanded(String value) {
    StringBuilder result = new StringBuilder(value.length());
    int done = 0;
    for (int i = value.indexOf("${"); i >= 0; i = value.indexOf("${", Math.max(i + 1, done))) {
      int close = value.indexOf('}', i);
      if (close < 0) {
        break;
      }
      int colon = value.indexOf(':', i);
      boolean plain = colon < 0 || colon > close;
      if (plain || value.startsWith(":-", colon)) {
        String name = value.substring(i + 2, plain ? close : colon);
        result.append(value, done, i);
        result.append(valueOf(name, plain ? "" : value.substring(colon + 2, close)));
        done = close + 1;
      }
    }
    return result.append(value, done, value.length()).toString();
  }

  private String valueOf(String name, String otherwise) {
    String own = process.get(name);
    return own == null || own.isEmpty() ? variables.getOrDefault(name, otherwise) : own;
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private int endOfLine() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private void skipWhitespace() {
    while (position < text.length() && isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private void skipSpaces() {
    while (position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isSpace(char c) {
    return c != '\n' && isWhitespace(c);
  }

  /** Whether Python counts it as white space. */
  private static boolean isWhitespace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}

package etl.json;

import java.util.BitSet;

/**
 * Reads one JSON text from left to right, strictly by RFC 8259: a byte order mark, a control
 * character in a string or any other deviation from the grammar is an error, even in skipped
 * values. Neither the length of a number nor the depth of nesting is limited; each level costs one
 * bit. Builds only the strings that are asked for.
 *
 * <p>Gson's own reader is not enough, even in its strictest mode: it swallows a byte order mark,
 * accepts control characters in skipped values, refuses some long numbers, and takes 70 MiB for a
 * mebibyte of brackets.
 */
public final class JsonScanner {
  private final String text;
  private final int limit;
  private int pos;

  // The last name, string, number or literal: its characters between these two.
  private int start;
  private int stop;
  private boolean escaped;
  // All characters of the last string or'ed together: shows at once which bits none of them has.
  private int bits;
  private String value;

  private BitSet objects;

  public JsonScanner(String text) {
    this(JsonSpan.of(text));
  }

  JsonScanner(JsonSpan span) {
    this.text = span.text();
    this.limit = span.to();
    this.pos = span.from();
  }

  /** The kind of the one value that a text must be. */
  public static JsonKind kindOf(String text) throws NotJsonException {
    JsonScanner scanner = new JsonScanner(text);
    JsonKind kind = scanner.kind();
    scanner.skipValue();
    scanner.end();
    return kind;
  }

  /** The first character of the next token, without consuming it; -1 at the end of the text. */
  int peek() {
    for (; pos < text.length(); pos++) {
      char c = text.charAt(pos);
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return c;
      }
    }
    return -1;
  }

  /** The kind of the next value, judged by its first character alone. */
  public JsonKind kind() {
    return switch (peek()) {
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case '"' -> JsonKind.STRING;
      case 't', 'f' -> JsonKind.BOOLEAN;
      case 'n' -> JsonKind.NULL;
      default -> JsonKind.NUMBER;
    };
  }

  /** Where the next token begins. */
  public int position() {
    peek();
    return pos;
  }

  /** Goes back to a place that {@link #position} returned, to read what is there once more. */
  public void back(int position) {
    pos = position;
  }

  /** The text as it is written, from there to the end of the last token. */
  public String written(int from) {
    return text.substring(from, pos);
  }

  /** The end of the last token. */
  int reached() {
    return pos;
  }

  /** Consumes the one-character token if it is next. */
  public boolean take(char token) {
    if (peek() != token) {
      return false;
    }
    pos++;
    return true;
  }

  /** Reads the comma before the next element (true) or the end of the array or object (false). */
  public boolean more(char end) throws NotJsonException {
    if (take(',')) {
      return true;
    }
    require(take(end));
    return false;
  }

  /** Reads a member's name and its colon. */
  public void name() throws NotJsonException {
    string();
    require(take(':'));
  }

  void string() throws NotJsonException {
    require(take('"'));
    start = pos;
    escaped = false;
    value = null;
    int seen = 0;
    int p = pos;
    for (int length = text.length(); p < length; p++) {
      char c = text.charAt(p);
      if (c == '"') {
        pos = p + 1;
        stop = p;
        bits = seen;
        return;
      }
      if (c == '\\') {
        escaped = true;
        p = JsonString.endOfEscape(text, p);
      }
      if (c < ' ' || p < 0) {
        break;
      }
      seen |= c;
    }
    throw new NotJsonException(p < 0 ? ~p : p);
  }

  /** Reads a number, {@code true}, {@code false} or {@code null}. */
  void literal() throws NotJsonException {
    int first = peek();
    start = pos;
    switch (first) {
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> pos = JsonNumber.end(text, pos);
    }
    stop = pos;
    escaped = false;
    bits = 0;
    value = null;
  }

  /** The last token's value. */
  public String value() {
    if (value == null) {
      value = escaped ? JsonString.unescape(text, start, stop) : text.substring(start, stop);
    }
    return value;
  }

  /** Whether the last token's value is this. */
  public boolean is(String expected) {
    return escaped
        ? value().equals(expected)
        : stop - start == expected.length() && text.startsWith(expected, start);
  }

  /** How many characters the last token's value has. */
  public int length() {
    return escaped ? value().length() : stop - start;
  }

  /** Whether the last token may hold a NUL or a surrogate; false for nearly all tokens. */
  public boolean mayBeUnstorable() {
    return escaped || (bits & Character.MIN_SURROGATE) == Character.MIN_SURROGATE;
  }

  /** Skips a value of any kind and depth. */
  public void skipValue() throws NotJsonException {
    int depth = 0;
    do {
      if (take('{')) {
        if (!take('}')) {
          name();
          open(depth++, true);
          continue;
        }
      } else if (take('[')) {
        if (!take(']')) {
          open(depth++, false);
          continue;
        }
      } else if (peek() == '"') {
        string();
      } else {
        literal();
      }
      while (depth > 0 && !skipComma(objects.get(depth - 1))) {
        depth--;
      }
    } while (depth > 0);
  }

  /** Checks that nothing follows. */
  public void end() throws NotJsonException {
    require(pos == limit || peek() == -1);
  }

  private void open(int depth, boolean object) {
    if (objects == null) {
      objects = new BitSet();
    }
    objects.set(depth, object);
  }

  private boolean skipComma(boolean inObject) throws NotJsonException {
    boolean more = more(inObject ? '}' : ']');
    if (more && inObject) {
      name();
    }
    return more;
  }

  private void word(String word) throws NotJsonException {
    require(text.startsWith(word, pos));
    pos += word.length();
  }

  private void require(boolean holds) throws NotJsonException {
    if (!holds) {
      throw new NotJsonException(pos);
    }
  }
}

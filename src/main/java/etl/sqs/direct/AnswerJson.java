package etl.sqs.direct;

import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The JSON of an answer, taken apart as its bytes arrive: strictly by RFC 8259, and no deeper than
 * SQS ever nests. The bodies in it are JSON themselves, so that every few bytes there is an escape:
 * strings are read byte by byte, without a detour by characters. Bytes that are not UTF-8 become
 * U+FFFD.
 *
 * <p>An object is read by {@code open('{'); while (more('}')) { name(); text(); }}. What is not
 * JSON, or something else than is asked for, is a {@link MalformedJsonException}.
 */
final class AnswerJson {
  private static final int DEEPEST = 255;
  private static final byte PLAIN = ' ';
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final InputStream in;
  private final byte[] buffer;
  private int at;
  private int end;

  /** Whether an object or array was opened, and nothing of it read yet. */
  private boolean opened;

  /** The string that is read, as far as it is: {@link #chars}, and then these bytes of UTF-8. */
  private byte[] text = new byte[512];

  private int length;

  /** Null unless the string has escapes for halves of surrogate pairs, which may be lone. */
  private StringBuilder chars;

  /**
   * @param window how many bytes are read at once
   */
  AnswerJson(InputStream in, int window) {
    this.in = in;
    this.buffer = new byte[window];
  }

  /** Whether there is nothing but space. */
  boolean isEmpty() throws IOException {
    return peek() < 0;
  }

  /** Whether the next value begins so. */
  boolean begins(char first) throws IOException {
    return peek() == first;
  }

  void open(char bracket) throws IOException {
    expect(bracket);
    opened = true;
  }

  /** Whether there is another member or element; where there is none, closes the bracket. */
  boolean more(char bracket) throws IOException {
    boolean first = opened;
    opened = false;
    if (peek() == bracket) {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  /** The name of a member. */
  String name() throws IOException {
    expect('"');
    String name = string();
    expect(':');
    return name;
  }

  /** A string, a number or a truth value as text; null if it is null or no simple value. */
  String text() throws IOException {
    switch (peek()) {
      case '"' -> {
        at++;
        return string();
      }
      case '{', '[' -> {
        skip(0);
        return null;
      }
      default -> {
        String literal = literal();
        return literal.equals("null") ? null : literal;
      }
    }
  }

  /** Passes over a value. */
  void skip() throws IOException {
    skip(0);
  }

  private void skip(int depth) throws IOException {
    int first = peek();
    if (first == '"') {
      at++;
      read();
    } else if (first != '{' && first != '[') {
      literal();
    } else if (depth == DEEPEST) {
      throw malformed();
    } else {
      char close = first == '{' ? '}' : ']';
      open((char) first);
      while (more(close)) {
        if (first == '{') {
          expect('"');
          read();
          expect(':');
        }
        skip(depth + 1);
      }
    }
  }

  /** The string whose quotation mark has been read. */
  private String string() throws IOException {
    byte[] bytes = buffer;
    int start = at;
    int last = end;
    int i = start;
    while (i < last && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    if (i < last && bytes[i] == '"') {
      at = i + 1;
      return new String(bytes, start, i - start, StandardCharsets.ISO_8859_1);
    }
    boolean ascii = read();
    String rest =
        new String(text, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return chars == null ? rest : chars.append(rest).toString();
  }

  /** Reads a string, and returns whether all that is in {@link #text} is ASCII. */
  private boolean read() throws IOException {
    length = 0;
    chars = null;
    int union = 0;
    while (true) {
      if (at == end && !fill()) {
        throw malformed();
      }
      // No byte becomes more than one, but for an escape that began in the last window.
      if (text.length - length < end - at + 3) {
        text = Arrays.copyOf(text, Math.max(2 * text.length, length + end - at + 3));
      }
      byte[] from = buffer;
      byte[] to = text;
      int i = at;
      int n = length;
      int last = end;
      byte b = PLAIN;
      while (i < last) {
        b = from[i++];
        if (b == '\\' && i < last && (from[i] == '"' || from[i] == '\\')) {
          // Nearly all escapes.
          b = PLAIN;
          to[n++] = from[i++];
        } else if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
          break;
        } else {
          to[n++] = b;
          union |= b;
        }
      }
      at = i;
      length = n;
      if (b == '"') {
        return union >= 0;
      } else if (b == '\\') {
        union |= escape();
      } else if (b >= 0 && b < ' ') {
        throw malformed();
      }
    }
  }

  /** Reads what follows a backslash; negative if it is not ASCII. */
  private int escape() throws IOException {
    byte b = next();
    switch (b) {
      case '"', '\\', '/' -> text[length++] = b;
      case 'b' -> text[length++] = '\b';
      case 'f' -> text[length++] = '\f';
      case 'n' -> text[length++] = '\n';
      case 'r' -> text[length++] = '\r';
      case 't' -> text[length++] = '\t';
      case 'u' -> {
        return unicode();
      }
      default -> throw malformed();
    }
    return 0;
  }

  private int unicode() throws IOException {
    char c = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw malformed();
      }
      c = (char) (c << 4 | digit);
    }
    if (Character.isSurrogate(c)) {
      String before = new String(text, 0, length, StandardCharsets.UTF_8);
      chars = (chars == null ? new StringBuilder() : chars).append(before).append(c);
      length = 0;
      return 0;
    }
    byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, text, length, bytes.length);
    length += bytes.length;
    return c < 0x80 ? 0 : -1;
  }

  private String literal() throws IOException {
    StringBuilder literal = new StringBuilder();
    for (int b = peek(); isPartOfLiteral(b); b = at < end || fill() ? buffer[at] : -1) {
      literal.append((char) b);
      at++;
    }
    String word = literal.toString();
    return switch (word) {
      case "true", "false", "null" -> word;
      default -> {
        if (!NUMBER.matcher(word).matches()) {
          throw malformed();
        }
        yield word;
      }
    };
  }

  private static boolean isPartOfLiteral(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '+'
        || b == '.'
        || b == 'E';
  }

  private void expect(char what) throws IOException {
    if (peek() != what) {
      throw malformed();
    }
    at++;
  }

  /** The next byte that is no space; negative at the end. */
  private int peek() throws IOException {
    while (at < end || fill()) {
      byte b = buffer[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return Byte.toUnsignedInt(b);
      }
      at++;
    }
    return -1;
  }

  private byte next() throws IOException {
    if (at == end && !fill()) {
      throw malformed();
    }
    return buffer[at++];
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private static MalformedJsonException malformed() {
    return new MalformedJsonException("not the JSON that was expected");
  }
}

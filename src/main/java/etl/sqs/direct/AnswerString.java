package etl.sqs.direct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the strings of an answer. The bodies in it are JSON themselves, so that every few bytes
 * there is an escape: strings are read byte by byte, without a detour by characters. Bytes that are
 * not UTF-8 become U+FFFD.
 */
final class AnswerString {
  private static final byte PLAIN = ' ';

  private final AnswerBytes in;

  /** The string that is read, as far as it is: {@link #chars}, and then these bytes of UTF-8. */
  private byte[] text = new byte[512];

  private int length;

  /** Null unless the string has escapes for halves of surrogate pairs, which may be lone. */
  private StringBuilder chars;

  AnswerString(AnswerBytes in) {
    this.in = in;
  }

  /** The string whose first quotation mark has been read. */
  String read() throws IOException {
    byte[] bytes = in.window;
    int start = in.at;
    int last = in.end;
    int i = start;
    while (i < last && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    if (i < last && bytes[i] == '"') {
      in.at = i + 1;
      return new String(bytes, start, i - start, StandardCharsets.ISO_8859_1);
    }
    boolean ascii = collect();
    String rest =
        new String(text, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return chars == null ? rest : chars.append(rest).toString();
  }

  /** Passes over such a string, which must be one. */
  void skip() throws IOException {
    collect();
  }

  /** Reads a string, and returns whether all that is in {@link #text} is ASCII. */
  private boolean collect() throws IOException {
    length = 0;
    chars = null;
    int union = 0;
    while (true) {
      if (in.at == in.end && !in.fill()) {
        throw AnswerBytes.malformed();
      }
      // No byte becomes more than one, but for an escape that began in the last window.
      if (text.length - length < in.end - in.at + 3) {
        text = Arrays.copyOf(text, Math.max(2 * text.length, length + in.end - in.at + 3));
      }
      byte[] from = in.window;
      byte[] to = text;
      int i = in.at;
      int n = length;
      int last = in.end;
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
      in.at = i;
      length = n;
      if (b == '"') {
        return union >= 0;
      } else if (b == '\\') {
        union |= escape();
      } else if (b >= 0 && b < ' ') {
        throw AnswerBytes.malformed();
      }
    }
  }

  /** Reads what follows a backslash; negative if it is not ASCII. */
  private int escape() throws IOException {
    byte b = in.next();
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
      default -> throw AnswerBytes.malformed();
    }
    return 0;
  }

  private int unicode() throws IOException {
    char c = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(in.next(), 16);
      if (digit < 0) {
        throw AnswerBytes.malformed();
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
}

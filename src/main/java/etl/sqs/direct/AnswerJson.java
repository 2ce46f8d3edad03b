package etl.sqs.direct;

import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * The JSON of an answer, taken apart as its bytes arrive: strictly by RFC 8259, and no deeper than
 * SQS ever nests.
 *
 * <p>An object is read by {@code open('{'); while (more('}')) { name(); text(); }}. What is not
 * JSON, or something else than is asked for, is a {@link MalformedJsonException}.
 */
final class AnswerJson {
  private static final int DEEPEST = 255;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final AnswerBytes in;
  private final AnswerString string;

  /** Whether an object or array was opened, and nothing of it read yet. */
  private boolean opened;

  /**
   * @param window how many bytes are read at once
   */
  AnswerJson(InputStream in, int window) {
    this.in = new AnswerBytes(in, window);
    this.string = new AnswerString(this.in);
  }

  /** Whether there is nothing but space. */
  boolean isEmpty() throws IOException {
    return in.peek() < 0;
  }

  void open(char bracket) throws IOException {
    expect(bracket);
    opened = true;
  }

  /** Opens the next value if it begins so, and passes over any other. */
  boolean opens(char bracket) throws IOException {
    if (in.peek() == bracket) {
      open(bracket);
      return true;
    }
    skip();
    return false;
  }

  /** Whether there is another member or element; where there is none, closes the bracket. */
  boolean more(char bracket) throws IOException {
    boolean first = opened;
    opened = false;
    if (in.peek() == bracket) {
      in.at++;
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
    String name = string.read();
    expect(':');
    return name;
  }

  /** A string, a number or a truth value as text; null if it is null or no simple value. */
  String text() throws IOException {
    switch (in.peek()) {
      case '"' -> {
        in.at++;
        return string.read();
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
    int first = in.peek();
    if (first == '"') {
      in.at++;
      string.skip();
    } else if (first != '{' && first != '[') {
      literal();
    } else if (depth == DEEPEST) {
      throw AnswerBytes.malformed();
    } else {
      char close = first == '{' ? '}' : ']';
      open((char) first);
      while (more(close)) {
        if (first == '{') {
          expect('"');
          string.skip();
          expect(':');
        }
        skip(depth + 1);
      }
    }
  }

  private String literal() throws IOException {
    StringBuilder literal = new StringBuilder();
    for (int b = in.peek();
        isPartOfLiteral(b);
        b = in.at < in.end || in.fill() ? in.window[in.at] : -1) {
      literal.append((char) b);
      in.at++;
    }
    String word = literal.toString();
    return switch (word) {
      case "true", "false", "null" -> word;
      default -> {
        if (!NUMBER.matcher(word).matches()) {
          throw AnswerBytes.malformed();
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
    if (in.peek() != what) {
      throw AnswerBytes.malformed();
    }
    in.at++;
  }
}

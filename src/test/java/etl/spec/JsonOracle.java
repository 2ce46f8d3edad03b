package etl.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says whether a text is JSON, after the grammar of RFC 8259 and written without a look at the
 * parser: it takes the text apart into tokens by regular expressions and then checks their order
 * with a stack.
 */
final class JsonOracle {
  private static final Pattern TOKEN =
      Pattern.compile(
          "[ \\t\\n\\r]*+(?:"
              + "(?<mark>[\\[\\]{}:,])"
              + "|(?<string>\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+\")"
              + "|(?<scalar>true|false|null|-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)"
              + ")");

  private enum Expect {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    COMMA_OR_END,
    NOTHING
  }

  private final Deque<Character> open = new ArrayDeque<>();
  private Expect expect = Expect.VALUE;

  private JsonOracle() {}

  static boolean isJson(String text) {
    JsonOracle oracle = new JsonOracle();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find(end) && token.start() == end) {
      boolean fits =
          token.group("mark") != null
              ? oracle.mark(token.group("mark").charAt(0))
              : oracle.scalar(token.group("string") != null);
      if (!fits) {
        return false;
      }
      end = token.end();
    }
    return oracle.expect == Expect.NOTHING && text.substring(end).matches("[ \\t\\n\\r]*+");
  }

  private boolean mark(char c) {
    switch (c) {
      case '{', '[' -> {
        if (expect != Expect.VALUE && expect != Expect.VALUE_OR_END) {
          return false;
        }
        open.push(c);
        expect = c == '{' ? Expect.NAME_OR_END : Expect.VALUE_OR_END;
        return true;
      }
      case ':' -> {
        boolean fits = expect == Expect.COLON;
        expect = Expect.VALUE;
        return fits;
      }
      case ',' -> {
        boolean fits = expect == Expect.COMMA_OR_END;
        expect = fits && open.peek() == '{' ? Expect.NAME : Expect.VALUE;
        return fits;
      }
      default -> {
        boolean empty = expect == (c == '}' ? Expect.NAME_OR_END : Expect.VALUE_OR_END);
        if ((!empty && expect != Expect.COMMA_OR_END) || open.pop() != (c == '}' ? '{' : '[')) {
          return false;
        }
        valueEnded();
        return true;
      }
    }
  }

  private boolean scalar(boolean string) {
    switch (expect) {
      case NAME, NAME_OR_END -> expect = Expect.COLON;
      case VALUE, VALUE_OR_END -> {
        valueEnded();
        return true;
      }
      default -> {
        return false;
      }
    }
    return string;
  }

  private void valueEnded() {
    expect = open.isEmpty() ? Expect.NOTHING : Expect.COMMA_OR_END;
  }
}

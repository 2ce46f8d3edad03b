package etl.value;

import etl.json.JsonKind;
import etl.json.JsonNumber;
import java.util.HexFormat;

/** Reads any JSON that PostgreSQL's jsonb takes, in one pass over its text. */
final class JsonbReader extends ValueReader {
  private static final int DEEPEST = 1_000;
  // So short a number fits, unless it has an exponent.
  private static final int SHORT = 16_000;

  private static final Misfit TOO_DEEP =
      new Misfit(Misfit.Kind.OUT_OF_RANGE, "nests deeper than 1,000 levels");
  private static final Misfit OUT_OF_RANGE =
      new Misfit(Misfit.Kind.OUT_OF_RANGE, "holds a number that is out of range for numeric");

  JsonbReader() {
    super(
        "any JSON value",
        JsonKind.STRING,
        JsonKind.NUMBER,
        JsonKind.BOOLEAN,
        JsonKind.ARRAY,
        JsonKind.OBJECT);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    int depth = 0;
    for (int p = 0; p < value.length(); p++) {
      char c = value.charAt(p);
      if (c == '"') {
        p = endOfString(value, p + 1);
      } else if (c == '[' || c == '{') {
        if (++depth > DEEPEST) {
          throw TOO_DEEP;
        }
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == '-' || (c >= '0' && c <= '9')) {
        p = endOfNumber(value, p);
      }
    }
    return value;
  }

  private static int endOfString(String text, int start) throws Misfit {
    int p = start;
    for (char c = text.charAt(p); c != '"'; c = text.charAt(++p)) {
      if (c == '\\') {
        p = endOfEscape(text, p + 1);
      } else if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c) || !Character.isLowSurrogate(text.charAt(++p))) {
          throw TextReader.UNSTORABLE;
        }
      }
    }
    return p;
  }

  /** The index of the escape's last character; the second one's for a pair of surrogates. */
  private static int endOfEscape(String text, int start) throws Misfit {
    if (text.charAt(start) != 'u') {
      return start;
    }
    char c = escaped(text, start);
    if (c == 0 || Character.isLowSurrogate(c)) {
      throw TextReader.UNSTORABLE;
    }
    if (!Character.isHighSurrogate(c)) {
      return start + 4;
    }
    // PostgreSQL takes the second half in no other form than an escape.
    if (!text.startsWith("\\u", start + 5) || !Character.isLowSurrogate(escaped(text, start + 6))) {
      throw TextReader.UNSTORABLE;
    }
    return start + 10;
  }

  private static char escaped(String text, int u) {
    return (char) HexFormat.fromHexDigits(text, u + 1, u + 5);
  }

  /** The index of the number's last character. */
  private static int endOfNumber(String text, int start) throws Misfit {
    boolean exponent = false;
    int end = start + 1;
    for (; end < text.length() && isOfNumber(text.charAt(end)); end++) {
      exponent |= text.charAt(end) > '9';
    }
    if ((exponent || end - start > SHORT) && !JsonNumber.fitsNumeric(text.substring(start, end))) {
      throw OUT_OF_RANGE;
    }
    return end - 1;
  }

  private static boolean isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
  }
}

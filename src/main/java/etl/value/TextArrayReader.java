package etl.value;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;

/** Reads arrays of scalars and nulls for text[], as PostgreSQL's array literal. */
final class TextArrayReader extends ValueReader {
  TextArrayReader() {
    super("an array of texts, numbers, booleans and nulls", JsonKind.ARRAY);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) throws Misfit {
    StringBuilder literal = new StringBuilder(value.length() + 16).append('{');
    try {
      JsonScanner scanner = new JsonScanner(value);
      scanner.take('[');
      if (!scanner.take(']')) {
        append(literal, scanner);
        while (scanner.more(']')) {
          append(literal.append(','), scanner);
        }
      }
    } catch (NotJsonException e) {
      throw new IllegalArgumentException("the value's text must be JSON", e);
    }
    return literal.append('}').toString();
  }

  private void append(StringBuilder literal, JsonScanner scanner) throws Misfit, NotJsonException {
    JsonKind kind = scanner.kind();
    if (kind == JsonKind.ARRAY || kind == JsonKind.OBJECT) {
      throw misfit;
    }
    scanner.skipValue();
    if (kind == JsonKind.NULL) {
      literal.append("NULL");
      return;
    }
    String element = scanner.value();
    if (scanner.mayBeUnstorable()) {
      TextReader.checkStorable(element);
    }
    literal.append('"');
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\');
      }
      literal.append(c);
    }
    literal.append('"');
  }
}

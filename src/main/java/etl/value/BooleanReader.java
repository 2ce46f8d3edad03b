package etl.value;

import etl.json.JsonKind;

/** Reads booleans. */
final class BooleanReader extends ValueReader {
  BooleanReader() {
    super("a boolean", JsonKind.BOOLEAN);
  }

  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) {
    return value;
  }
}

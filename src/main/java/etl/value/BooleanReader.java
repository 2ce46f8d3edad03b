package etl.value;

import etl.json.JsonKind;

/** Reads booleans. */
final class BooleanReader implements ValueReader {
  @Override
  public String read(JsonKind kind, String value, boolean mayBeUnstorable) {
    return value;
  }

  @Override
  public boolean accepts(JsonKind kind) {
    return kind == JsonKind.BOOLEAN;
  }

  @Override
  public String description() {
    return "a boolean";
  }
}

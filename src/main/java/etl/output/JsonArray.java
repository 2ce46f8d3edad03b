package etl.output;

import etl.json.JsonLine;

/** A JSON array whose objects are printed as they come, one on a line. */
final class JsonArray {
  private final Output out;
  private boolean empty = true;

  JsonArray(Output out) {
    this.out = out;
  }

  void add(JsonLine.Value members) {
    out.write(empty ? "[" : ",\n");
    out.write(JsonLine.object(members));
    empty = false;
  }

  /** Ends the array; one without objects is {@code []}. */
  void end() {
    out.line(empty ? "[]" : "]");
  }
}

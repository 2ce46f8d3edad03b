package etl.spec.draft;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.util.HashSet;
import java.util.Set;

/** Adds JSON texts to a shape. */
final class ShapeReader {
  /** Deeper, nothing is looked at; each level takes a call of its own. */
  private static final int DEEPEST = 64;

  private final JsonScanner scanner;
  private final int nesting;

  private ShapeReader(String text, int nesting) {
    this.scanner = new JsonScanner(text);
    this.nesting = nesting;
  }

  /**
   * Adds a text.
   *
   * @param text valid JSON
   * @param nesting how many texts of JSON it stands in
   */
  static void read(String text, Shape shape, int nesting) {
    try {
      new ShapeReader(text, nesting).value(shape, 0);
    } catch (NotJsonException e) {
      throw new IllegalArgumentException("not JSON");
    }
  }

  private void value(Shape shape, int depth) throws NotJsonException {
    JsonKind kind = scanner.kind();
    int start = scanner.position();
    if (depth > DEEPEST) {
      scanner.skipValue();
      shape.addUnknown();
    } else if (kind == JsonKind.OBJECT) {
      members(shape, depth);
      shape.addObject(scanner.written(start));
    } else if (kind == JsonKind.ARRAY) {
      boolean texts = elements(shape, depth);
      shape.addArray(scanner.written(start), texts);
    } else {
      scanner.skipValue();
      scalar(kind, scanner.value(), scanner.written(start), shape);
    }
  }

  private void scalar(JsonKind kind, String value, String written, Shape shape) {
    if (kind == JsonKind.NULL) {
      shape.addNull();
      return;
    }
    shape.addScalar(kind, value, written);
    if (kind == JsonKind.STRING) {
      Hidden.in(value, nesting).ifPresent(shape::addHeld);
    }
  }

  private void members(Shape shape, int depth) throws NotJsonException {
    scanner.take('{');
    if (scanner.take('}')) {
      return;
    }
    Set<String> seen = new HashSet<>();
    do {
      scanner.name();
      String name = scanner.value();
      Shape member = shape.member(name);
      if (member == null) {
        scanner.skipValue();
        continue;
      }
      if (!seen.add(name)) {
        member.addRepeated();
      }
      value(member, depth + 1);
    } while (scanner.more('}'));
  }

  /** Returns whether all are texts or null. */
  private boolean elements(Shape shape, int depth) throws NotJsonException {
    boolean texts = true;
    scanner.take('[');
    if (!scanner.take(']')) {
      do {
        JsonKind kind = scanner.kind();
        texts = texts && (kind == JsonKind.STRING || kind == JsonKind.NULL);
        value(shape.element(), depth + 1);
      } while (scanner.more(']'));
    }
    return texts;
  }
}

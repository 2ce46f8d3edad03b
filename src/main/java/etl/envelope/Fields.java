package etl.envelope;

import etl.json.FieldNode;
import etl.json.FieldWalk;
import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.JsonSpan;
import etl.json.NotJsonException;

/** The values of some fields of one document, which is read to its end. */
final class Fields implements FieldWalk.Reader {
  private final JsonScanner scanner;
  private final JsonSpan[] spans;
  private final JsonKind[] kinds;
  private final String[] texts;
  private FieldNode repeated;

  private Fields(JsonSpan document, int fields) {
    this.scanner = document.scanner();
    this.spans = new JsonSpan[fields];
    this.kinds = new JsonKind[fields];
    this.texts = new String[fields];
  }

  /**
   * Reads them.
   *
   * @param root of the tree of all wanted fields
   * @throws NotJsonException if the document is no JSON
   */
  static Fields of(JsonSpan document, FieldNode root, int size) throws NotJsonException {
    Fields fields = new Fields(document, size);
    fields.readValue(root);
    fields.scanner.end();
    return fields;
  }

  @Override
  public void readValue(FieldNode field) throws NotJsonException {
    if (field == null) {
      scanner.skipValue();
      return;
    }
    int id = field.id();
    if (kinds[id] != null) {
      repeated = repeated == null ? field : repeated;
      scanner.skipValue();
      return;
    }
    JsonKind kind = scanner.kind();
    int start = scanner.position();
    kinds[id] = kind;
    if (!field.isOnTheWay() || !FieldWalk.enter(field, kind, scanner, this)) {
      scanner.skipValue();
    }
    spans[id] = scanner.span(start);
    texts[id] = kind == JsonKind.STRING ? scanner.value() : null;
  }

  /** The first field that stands twice; null if none does. */
  FieldNode repeated() {
    return repeated;
  }

  /** What stands there as it is written; null for nothing. */
  JsonSpan span(FieldNode field) {
    return spans[field.id()];
  }

  /** Its kind; null for nothing. */
  JsonKind kind(FieldNode field) {
    return kinds[field.id()];
  }

  /** What a string says; null where there is none. */
  String text(FieldNode field) {
    return texts[field.id()];
  }
}

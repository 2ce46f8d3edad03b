package etl.json;

/** The values of some fields of one document, which is read to its end. */
public final class FieldValues implements FieldNode.Reader {
  private final JsonScanner scanner;
  private final JsonSpan[] spans;
  private final JsonKind[] kinds;
  private final String[] texts;
  private FieldNode repeated;

  private FieldValues(JsonSpan document, int fields) {
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
  public static FieldValues of(JsonSpan document, FieldNode root) throws NotJsonException {
    FieldValues values = new FieldValues(document, root.size());
    values.readValue(root);
    values.scanner.end();
    return values;
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
    if (!field.isOnTheWay() || !field.enter(kind, scanner, this)) {
      scanner.skipValue();
    }
    spans[id] = scanner.span(start);
    texts[id] = kind == JsonKind.STRING ? scanner.value() : null;
  }

  /** The first field that stands twice; null if none does. */
  public FieldNode repeated() {
    return repeated;
  }

  public boolean has(FieldNode field) {
    return kinds[field.id()] != null;
  }

  /** What stands there as it is written; null for nothing. */
  public JsonSpan span(FieldNode field) {
    return spans[field.id()];
  }

  /** Its kind; null for nothing. */
  public JsonKind kind(FieldNode field) {
    return kinds[field.id()];
  }

  /** What a string says; null where there is none. */
  public String text(FieldNode field) {
    return texts[field.id()];
  }
}

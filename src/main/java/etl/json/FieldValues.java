package etl.json;

/** The values of some fields of one document, which is read to its end. */
public final class FieldValues implements FieldNode.Reader {
  private final JsonScanner scanner;
  private final String text;
  private final int[] starts;
  private final int[] ends;
  private final JsonKind[] kinds;
  // Of a string at once; of other scalars when it is asked for.
  private final String[] scalars;
  private FieldNode repeated;

  private FieldValues(JsonSpan document, int fields) {
    this.scanner = document.scanner();
    this.text = document.text();
    this.starts = new int[fields];
    this.ends = new int[fields];
    this.kinds = new JsonKind[fields];
    this.scalars = new String[fields];
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
    starts[id] = scanner.position();
    kinds[id] = kind;
    if (!field.isOnTheWay() || !field.enter(kind, scanner, this)) {
      scanner.skipValue();
    }
    ends[id] = scanner.reached();
    if (kind == JsonKind.STRING) {
      scalars[id] = scanner.value();
    }
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
    return has(field) ? new JsonSpan(text, starts[field.id()], ends[field.id()]) : null;
  }

  public JsonKind kind(FieldNode field) {
    return kinds[field.id()];
  }

  /** What a string says; null where there is none. */
  public String text(FieldNode field) {
    return kinds[field.id()] == JsonKind.STRING ? scalars[field.id()] : null;
  }

  /**
   * What a scalar says: a string's text, a number's {@link JsonNumber#canonical}, the literal of
   * others; null for anything else.
   */
  public String scalar(FieldNode field) {
    int id = field.id();
    if (scalars[id] == null && kinds[id] != null) {
      scalars[id] =
          switch (kinds[id]) {
            case NUMBER -> JsonNumber.canonical(text.substring(starts[id], ends[id]));
            case BOOLEAN, NULL -> text.substring(starts[id], ends[id]);
            default -> null;
          };
    }
    return scalars[id];
  }
}

package etl.spec;

import etl.event.RejectedMessage.Kind;
import etl.json.FieldNode;
import etl.json.FieldWalk;
import etl.json.JsonKind;
import etl.json.JsonNumber;
import etl.json.JsonScanner;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import etl.spec.Condition.Scalar;

/** The values of one document that conditions test. */
final class TestedFields implements FieldWalk.Reader {
  /** Stands for an object or an array, which no condition compares. */
  private static final Scalar CONTAINER = new Scalar(JsonKind.OBJECT, "");

  private final JsonScanner scanner;
  private final Scalar[] found;
  private Problem problem;

  private TestedFields(JsonSpan document, int fields) {
    this.scanner = document.scanner();
    this.found = new Scalar[fields];
  }

  /**
   * Reads the document to its end.
   *
   * @param root of the tree of what is tested
   * @param size the number of fields in that tree
   */
  static TestedFields of(JsonSpan document, FieldNode root, int size) throws NotJsonException {
    TestedFields fields = new TestedFields(document, size);
    fields.readValue(root);
    fields.scanner.end();
    return fields;
  }

  /** That a field stands twice; null if none does. */
  Problem problem() {
    return problem;
  }

  /** What stands there; null for nothing. */
  Scalar value(FieldNode field) {
    return found[field.id()];
  }

  @Override
  public void readValue(FieldNode field) throws NotJsonException {
    if (field == null) {
      scanner.skipValue();
      return;
    }
    if (found[field.id()] != null) {
      problem = new Problem(Kind.REPEATED_FIELD, field.name() + ": occurs more than once");
      scanner.skipValue();
      return;
    }
    JsonKind kind = scanner.kind();
    if (field.isOnTheWay() && FieldWalk.enter(field, kind, scanner, this)) {
      found[field.id()] = CONTAINER;
    } else {
      scanner.skipValue();
      found[field.id()] = scalar(kind);
    }
  }

  private Scalar scalar(JsonKind kind) {
    return switch (kind) {
      case OBJECT, ARRAY -> CONTAINER;
      case NUMBER -> new Scalar(kind, JsonNumber.canonical(scanner.value()));
      default -> new Scalar(kind, scanner.value());
    };
  }
}

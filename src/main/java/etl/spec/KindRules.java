package etl.spec;

import etl.json.FieldNode;
import etl.json.JsonPointer;
import java.util.List;

/** How to read the events of one kind: worked out once, and then immutable. */
final class KindRules {
  private final EventKind kind;
  private final Column[] columns;
  private final ColumnRule[] rules;
  private final FieldNode event = FieldNode.root();
  private final FieldNode element = FieldNode.root();
  private final FieldNode envelope = FieldNode.root("envelope");
  private final FieldNode array;
  private final int eventFields;
  private final int elementFields;
  private final int envelopeFields;
  private final boolean wrapped;

  /**
   * @param wrapped whether the body is another document than the event
   */
  KindRules(EventKind kind, boolean wrapped) {
    this.kind = kind;
    this.wrapped = wrapped;
    this.columns = kind.columns().toArray(new Column[0]);
    this.rules = new ColumnRule[columns.length];
    JsonPointer each = kind.each();
    this.array = each == null ? null : event.at(each.tokens());
    for (int i = 0; i < columns.length; i++) {
      rules[i] = new ColumnRule(columns[i]);
      Source source = columns[i].source();
      if (source.kind().isDocument()) {
        tree(i).read(source.path(), i);
      }
    }
    this.eventFields = event.size();
    this.elementFields = element.size();
    this.envelopeFields = envelope.size();
  }

  private FieldNode tree(int index) {
    if (wrapped && columns[index].is(Source.Kind.ENVELOPE)) {
      return envelope;
    }
    return isOfElement(index) ? element : event;
  }

  EventKind kind() {
    return kind;
  }

  /** How many columns there are. */
  int size() {
    return columns.length;
  }

  Column column(int index) {
    return columns[index];
  }

  ColumnRule rule(int index) {
    return rules[index];
  }

  /** Whether a column is read from each element rather than from the event. */
  boolean isOfElement(int index) {
    return array != null && columns[index].is(Source.Kind.POINTER);
  }

  /** The tree of what is read from the event itself. */
  FieldNode event() {
    return event;
  }

  /** The number of fields in that tree. */
  int eventFields() {
    return eventFields;
  }

  /** The tree of what is read from each element. */
  FieldNode element() {
    return element;
  }

  /** The number of fields in that tree. */
  int elementFields() {
    return elementFields;
  }

  /** The tree of what is read from the body around the event. */
  FieldNode envelope() {
    return envelope;
  }

  /** The number of fields in that tree. */
  int envelopeFields() {
    return envelopeFields;
  }

  /** Whether something is read from there. */
  boolean readsEnvelope() {
    return envelopeFields > 1 || envelope.columns().length > 0;
  }

  /** The field that holds the elements; null where the event is one row. */
  FieldNode array() {
    return array;
  }

  /** What reasons call an element: {@code orders/3}. */
  String element(int index) {
    List<String> tokens = kind.each().tokens();
    return (tokens.isEmpty() ? "" : String.join("/", tokens) + "/") + index;
  }
}

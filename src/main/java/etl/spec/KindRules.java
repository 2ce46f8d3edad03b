package etl.spec;

import etl.json.JsonPointer;
import java.util.List;

/** How to read the events of one kind: worked out once, and then immutable. */
final class KindRules {
  private final EventKind kind;
  private final Column[] columns;
  private final ColumnRule[] rules;
  private final EventField event = EventField.root();
  private final EventField element = EventField.root();
  private final EventField array;
  private final int eventFields;
  private final int elementFields;

  KindRules(EventKind kind) {
    this.kind = kind;
    this.columns = kind.columns().toArray(new Column[0]);
    this.rules = new ColumnRule[columns.length];
    JsonPointer each = kind.each();
    this.array = each == null ? null : event.at(each.tokens());
    for (int i = 0; i < columns.length; i++) {
      rules[i] = new ColumnRule(columns[i]);
      Source source = columns[i].source();
      if (source.kind().isDocument()) {
        (isOfElement(i) ? element : event).read(source.path(), i);
      }
    }
    this.eventFields = event.size();
    this.elementFields = element.size();
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
  EventField event() {
    return event;
  }

  /** The number of fields in that tree. */
  int eventFields() {
    return eventFields;
  }

  /** The tree of what is read from each element. */
  EventField element() {
    return element;
  }

  /** The number of fields in that tree. */
  int elementFields() {
    return elementFields;
  }

  /** The field that holds the elements; null where the event is one row. */
  EventField array() {
    return array;
  }

  /** What reasons call an element: {@code orders/3}. */
  String element(int index) {
    List<String> tokens = kind.each().tokens();
    return (tokens.isEmpty() ? "" : String.join("/", tokens) + "/") + index;
  }
}

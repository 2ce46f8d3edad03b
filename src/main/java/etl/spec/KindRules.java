package etl.spec;

import etl.json.FieldNode;
import java.util.List;

/**
 * How to read the events of one kind: worked out once, and then not changed.
 *
 * @param rules one per column
 * @param event the tree of what is read from the event itself
 * @param element the tree of what is read from each element
 * @param envelope the tree of what is read from the body around the event
 * @param array the field that holds the elements; null where the event is one row
 */
record KindRules(
    EventKind kind,
    ColumnRule[] rules,
    FieldNode event,
    FieldNode element,
    FieldNode envelope,
    FieldNode array) {
  /**
   * @param wrapped whether the body is another document than the event
   */
  static KindRules of(EventKind kind, boolean wrapped) {
    FieldNode event = FieldNode.root();
    KindRules made =
        new KindRules(
            kind,
            kind.columns().stream().map(ColumnRule::new).toArray(ColumnRule[]::new),
            event,
            FieldNode.root(),
            FieldNode.root("envelope"),
            kind.unfolds() ? event.at(kind.each().tokens()) : null);
    for (int i = 0; i < made.size(); i++) {
      Source source = made.column(i).source();
      if (source.kind().isDocument()) {
        made.tree(i, wrapped).read(source.path(), i);
      }
    }
    return made;
  }

  private FieldNode tree(int index, boolean wrapped) {
    if (wrapped && column(index).is(Source.Kind.ENVELOPE)) {
      return envelope;
    }
    return isOfElement(index) ? element : event;
  }

  int size() {
    return rules.length;
  }

  Column column(int index) {
    return rules[index].column();
  }

  ColumnRule rule(int index) {
    return rules[index];
  }

  /** Whether a column is read from each element rather than from the event. */
  boolean isOfElement(int index) {
    return array != null && column(index).is(Source.Kind.POINTER);
  }

  /** Whether something is read from the body around the event. */
  boolean readsEnvelope() {
    return envelope.size() > 1 || envelope.columns().length > 0;
  }

  /** What reasons call an element: {@code orders/3}. */
  String element(int index) {
    List<String> tokens = kind.each().tokens();
    return (tokens.isEmpty() ? "" : String.join("/", tokens) + "/") + index;
  }
}

package etl.spec;

import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;

/**
 * Reads one message's body: finds the fields that a spec maps and checks them. It always reads the
 * whole body, so that invalid JSON is reported as such, whatever else is wrong with it.
 */
final class EventReader {
  private final EventField root;
  private final ColumnRule[] rules;
  private final JsonScanner scanner;
  private final String[] values;
  private final boolean[] seen;
  private Problem problem;

  /**
   * @param fields the size of the root's tree
   * @param rules one per column of the spec
   */
  EventReader(EventField root, int fields, ColumnRule[] rules, String body) {
    this.root = root;
    this.rules = rules;
    this.scanner = new JsonScanner(body);
    this.values = new String[rules.length];
    this.seen = new boolean[fields];
  }

  /** Reads the body and returns its problem, or null if it has none. */
  Problem read() throws NotJsonException {
    if (scanner.take('{')) {
      readObject(root);
    } else {
      scanner.skipValue();
      problem = new Problem(Kind.NOT_AN_OBJECT, "not a JSON object");
    }
    scanner.end();
    for (int column = 0; column < rules.length && problem == null; column++) {
      if (values[column] == null) {
        problem = rules[column].checkMissing();
      }
    }
    return problem;
  }

  /** One value per column; null if the event has none or the column is not read from the event. */
  String[] values() {
    return values;
  }

  private void readObject(EventField field) throws NotJsonException {
    if (scanner.take('}')) {
      return;
    }
    do {
      scanner.name();
      readValue(field.member(scanner));
    } while (scanner.more('}'));
  }

  private void readArray(EventField field) throws NotJsonException {
    if (scanner.take(']')) {
      return;
    }
    int index = 0;
    do {
      readValue(field.element(index++));
    } while (scanner.more(']'));
  }

  private void readValue(EventField field) throws NotJsonException {
    if (field == null) {
      scanner.skipValue();
    } else if (seen[field.id()]) {
      scanner.skipValue();
      report(new Problem(Kind.REPEATED_FIELD, field.name() + ": occurs more than once"));
    } else {
      seen[field.id()] = true;
      if (field.columns().length > 0) {
        readColumns(field);
      } else {
        readOnTheWay(field);
      }
    }
  }

  private void readColumns(EventField field) throws NotJsonException {
    JsonKind kind = scanner.kind();
    scanner.skipValue();
    for (int column : field.columns()) {
      Problem wrong = rules[column].checkKind(kind);
      if (wrong == null && kind != JsonKind.NULL) {
        values[column] = scanner.value();
        wrong = rules[column].checkValue(values[column], scanner.mayBeUnstorable());
      }
      report(wrong);
    }
  }

  private void readOnTheWay(EventField field) throws NotJsonException {
    JsonKind kind = scanner.kind();
    if (kind == JsonKind.OBJECT) {
      scanner.take('{');
      readObject(field);
    } else if (kind == JsonKind.ARRAY && field.takesArray()) {
      scanner.take('[');
      readArray(field);
    } else {
      scanner.skipValue();
      if (kind != JsonKind.NULL) {
        report(new Problem(Kind.WRONG_TYPE, field.name() + ": must be an object"));
      }
    }
  }

  private void report(Problem found) {
    if (problem == null) {
      problem = found;
    }
  }
}

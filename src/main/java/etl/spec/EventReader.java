package etl.spec;

import etl.envelope.Opened;
import etl.event.RejectedMessage.Kind;
import etl.json.FieldNode;
import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one message's event: finds the fields that its kind maps and checks them. It always reads
 * the whole event, so that invalid JSON is reported as such, whatever else is wrong with it.
 */
final class EventReader implements FieldNode.Reader {
  private final KindRules rules;
  private final Opened message;
  private final Problem.First problems = new Problem.First();
  private final List<String[]> elements = new ArrayList<>();

  // Of the event, of the element or of the envelope that is being read.
  private JsonScanner scanner;
  private String[] values;
  private boolean[] seen;

  EventReader(KindRules rules, Opened message) {
    this.rules = rules;
    this.message = message;
    this.scanner = message.event().scanner();
    this.values = new String[rules.size()];
    this.seen = new boolean[rules.event().size()];
  }

  /** Reads the event and returns its problem, or null if it has none. */
  Problem read() throws NotJsonException {
    FieldNode root = rules.event();
    if (root == rules.array()) {
      readValue(root);
    } else {
      readRoot(root, Kind.NOT_AN_OBJECT, "not a JSON object");
    }
    scanner.end();
    boolean noArray = rules.array() != null && !seen[rules.array().id()];
    if (rules.readsEnvelope()) {
      readEnvelope();
    }
    reportMissing(false);
    if (noArray) {
      reportArray(Kind.MISSING_FIELD, "is missing");
    }
    return problems.found();
  }

  private void readEnvelope() throws NotJsonException {
    scanner = message.body().scanner();
    seen = new boolean[rules.envelope().size()];
    readValue(rules.envelope());
  }

  /** One value per column; null if the event has none or the column is not read from the event. */
  String[] values() {
    return values;
  }

  /** The same of each element. */
  List<String[]> elements() {
    return elements;
  }

  private void reportMissing(boolean ofElement) {
    for (int column = 0; column < rules.size() && problems.found() == null; column++) {
      if (values[column] == null
          && rules.column(column).source().kind().isDocument()
          && rules.isOfElement(column) == ofElement) {
        problems.report(rules.rule(column).checkMissing());
      }
    }
  }

  @Override
  public void readValue(FieldNode field) throws NotJsonException {
    if (field == null) {
      scanner.skipValue();
    } else if (seen[field.id()]) {
      scanner.skipValue();
      problems.report(Problem.repeated(field));
    } else {
      seen[field.id()] = true;
      if (field == rules.array()) {
        readElements(field);
      } else {
        readField(field);
      }
    }
  }

  /** Reads a field for the columns that show it, and for those that show something inside it. */
  private void readField(FieldNode field) throws NotJsonException {
    if (field.columns().length == 0) {
      readOnTheWay(field);
      return;
    }
    JsonKind kind = scanner.kind();
    int start = scanner.position();
    if (field.isOnTheWay() && (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY)) {
      readOnTheWay(field);
      scanner.back(start);
    }
    scanner.skipValue();
    for (int column : field.columns()) {
      ColumnRule rule = rules.rule(column);
      boolean scalar = kind != JsonKind.OBJECT && kind != JsonKind.ARRAY;
      String value = rule.takesWritten() ? scanner.written(start) : scalar ? scanner.value() : "";
      values[column] =
          rule.accept(
              kind, value, !scalar || rule.takesWritten() || scanner.mayBeUnstorable(), problems);
    }
  }

  private void readOnTheWay(FieldNode field) throws NotJsonException {
    JsonKind kind = scanner.kind();
    if (!field.enter(kind, scanner, this)) {
      scanner.skipValue();
      if (kind != JsonKind.NULL) {
        problems.report(new Problem(Kind.WRONG_TYPE, field.name() + ": must be an object"));
      }
    }
  }

  private void readElements(FieldNode field) throws NotJsonException {
    int start = scanner.position();
    JsonKind kind = scanner.kind();
    if (kind == JsonKind.ARRAY) {
      scanner.take('[');
      readElements();
    } else {
      scanner.skipValue();
      if (kind == JsonKind.NULL) {
        reportArray(Kind.MISSING_FIELD, "is null");
      } else {
        reportArray(Kind.WRONG_TYPE, "must be an array");
      }
    }
    if (field.columns().length > 0 || (field.isOnTheWay() && problems.found() == null)) {
      scanner.back(start);
      readField(field);
    }
  }

  private void reportArray(Kind kind, String what) {
    String name = rules.array().name();
    problems.report(new Problem(kind, (name.isEmpty() ? "the event" : name) + ": " + what));
  }

  private void readElements() throws NotJsonException {
    if (scanner.take(']')) {
      return;
    }
    String[] eventValues = values;
    boolean[] eventSeen = seen;
    seen = new boolean[rules.element().size()];
    int index = 0;
    do {
      if (problems.found() != null) {
        scanner.skipValue();
      } else if (index == EventKind.MOST_ELEMENTS) {
        scanner.skipValue();
        reportArray(Kind.TOO_LONG, "has more than " + EventKind.MOST_ELEMENTS + " elements");
      } else {
        problems.element(rules.element(index));
        readElement();
        problems.element("");
      }
      index++;
    } while (scanner.more(']'));
    values = eventValues;
    seen = eventSeen;
  }

  private void readElement() throws NotJsonException {
    values = new String[rules.size()];
    Arrays.fill(seen, false);
    readRoot(rules.element(), Kind.WRONG_TYPE, ": must be an object");
    reportMissing(true);
    elements.add(values);
  }

  private void readRoot(FieldNode root, Kind kind, String otherwise) throws NotJsonException {
    if (root.columns().length > 0) {
      readField(root);
    } else if (scanner.take('{')) {
      root.readMembers(scanner, this);
    } else {
      scanner.skipValue();
      problems.report(new Problem(kind, otherwise));
    }
  }
}

package etl.spec;

import etl.event.QueueMessage;
import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.json.JsonNumber;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import etl.spec.Condition.Scalar;
import java.util.List;

/**
 * Tells which kind of event a message is: the first whose conditions it meets. Thread-safe. Reads
 * the body only where a condition tests it.
 */
final class EventRouter {
  /** That no kind fits. */
  static final int NONE = -1;

  /**
   * What a message is.
   *
   * @param kind the place of its kind in the spec, or {@link #NONE}
   * @param problem why that cannot be told; null where it can
   */
  record Route(int kind, Problem problem) {}

  /** Stands for an object or an array, which no condition compares. */
  private static final Scalar CONTAINER = new Scalar(JsonKind.OBJECT, "");

  private static final Route FIRST = new Route(0, null);

  private static final int NOT_IN_BODY = -1;

  private final List<EventKind> kinds;
  private final EventField root = EventField.root();

  // Of each condition of each kind, the field that it tests.
  private final int[][] tests;
  private final boolean readsBody;
  private final int fields;

  EventRouter(EventSpec spec) {
    this.kinds = spec.events();
    this.tests = new int[kinds.size()][];
    boolean reads = false;
    for (int i = 0; i < tests.length; i++) {
      List<Condition> conditions = kinds.get(i).when();
      tests[i] = new int[conditions.size()];
      for (int j = 0; j < tests[i].length; j++) {
        Source source = conditions.get(j).source();
        boolean inBody = source.kind().isDocument();
        tests[i][j] = inBody ? root.at(source.path()).id() : NOT_IN_BODY;
        reads |= inBody;
      }
    }
    this.readsBody = reads;
    this.fields = root.size();
  }

  /**
   * Tells what a message is.
   *
   * @throws NotJsonException if the body is no JSON, unless the message has a kind that reads it
   */
  Route route(QueueMessage message) throws NotJsonException {
    if (kinds.get(0).when().isEmpty() && !kinds.get(0).discards()) {
      return FIRST;
    }
    Tested tested = new Tested(message);
    if (readsBody) {
      tested.read();
    }
    Route route = tested.route();
    if (!readsBody && (route.kind() == NONE || kinds.get(route.kind()).discards())) {
      tested.read();
    }
    return route;
  }

  /** The values of one message that are tested. */
  private final class Tested implements FieldWalk.Reader {
    private final QueueMessage message;
    private final JsonScanner scanner;
    private final Scalar[] found = new Scalar[fields];
    private Problem problem;

    Tested(QueueMessage message) {
      this.message = message;
      this.scanner = new JsonScanner(message.body());
    }

    void read() throws NotJsonException {
      readValue(root);
      scanner.end();
    }

    Route route() {
      if (problem != null) {
        return new Route(NONE, problem);
      }
      for (int i = 0; i < kinds.size(); i++) {
        if (holdAll(kinds.get(i).when(), tests[i])) {
          return new Route(i, null);
        }
      }
      return new Route(NONE, null);
    }

    private boolean holdAll(List<Condition> conditions, int[] ids) {
      for (int i = 0; i < ids.length; i++) {
        if (!holds(conditions.get(i), ids[i])) {
          return false;
        }
      }
      return true;
    }

    private boolean holds(Condition condition, int id) {
      Scalar value = id == NOT_IN_BODY ? attribute(condition.source().attribute()) : found[id];
      return switch (condition.operator()) {
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case IN -> value != null && condition.operands().contains(value);
        case PREFIX ->
            value != null
                && value.kind() == JsonKind.STRING
                && value.value().startsWith(condition.operands().get(0).value());
      };
    }

    private Scalar attribute(String name) {
      String text = message.attributes().get(name);
      return text == null ? null : new Scalar(JsonKind.STRING, text);
    }

    @Override
    public void readValue(EventField field) throws NotJsonException {
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
}

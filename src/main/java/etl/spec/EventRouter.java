package etl.spec;

import etl.envelope.Opened;
import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
import etl.json.JsonNumber;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import etl.spec.Condition.Scalar;
import java.util.List;

/**
 * Tells which kind of event a message is: the first whose conditions it meets. Thread-safe. Reads
 * the event, and the body around it, only where a condition tests something there.
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

  private static final Route FIRST = new Route(0, null);

  /** Stands for an object or an array, which no condition compares. */
  private static final Scalar CONTAINER = new Scalar(JsonKind.OBJECT, "");

  /** The values of one document that conditions test; each is made once. */
  private record Tested(FieldValues values, Scalar[] made) {
    /** What stands there; null for nothing. */
    Scalar at(FieldNode field) {
      Scalar scalar = made[field.id()];
      if (scalar == null && values.has(field)) {
        scalar = scalar(values.kind(field), field);
        made[field.id()] = scalar;
      }
      return scalar;
    }

    private Scalar scalar(JsonKind kind, FieldNode field) {
      return switch (kind) {
        case OBJECT, ARRAY -> CONTAINER;
        case STRING -> new Scalar(kind, values.text(field));
        case NUMBER -> new Scalar(kind, JsonNumber.canonical(values.span(field).written()));
        case BOOLEAN, NULL -> new Scalar(kind, values.span(field).written());
      };
    }
  }

  private final List<EventKind> kinds;
  private final FieldNode event = FieldNode.root();
  private final FieldNode envelope;

  // Of each condition of each kind, the field that it tests; null for an attribute.
  private final FieldNode[][] tests;
  private final boolean readsEvent;
  private final boolean readsEnvelope;

  EventRouter(EventSpec spec) {
    this.kinds = spec.events();
    // Without an envelope, the event is the body.
    this.envelope = spec.unwrap().isEmpty() ? event : FieldNode.root("envelope");
    this.tests = new FieldNode[kinds.size()][];
    boolean ofEvent = false;
    boolean ofEnvelope = false;
    for (int i = 0; i < tests.length; i++) {
      List<Condition> conditions = kinds.get(i).when();
      tests[i] = new FieldNode[conditions.size()];
      for (int j = 0; j < tests[i].length; j++) {
        Source source = conditions.get(j).source();
        if (source.kind().isDocument()) {
          FieldNode root = isAround(source) ? envelope : event;
          tests[i][j] = root.at(source.path());
          ofEvent |= root == event;
          ofEnvelope |= root != event;
        }
      }
    }
    this.readsEvent = ofEvent;
    this.readsEnvelope = ofEnvelope;
  }

  /** Whether it is in the body around the event. */
  private boolean isAround(Source source) {
    return source.kind() == Source.Kind.ENVELOPE && envelope != event;
  }

  /**
   * Tells what a message is.
   *
   * @throws NotJsonException if the event is no JSON, unless the message has a kind that reads it
   */
  Route route(Opened message) throws NotJsonException {
    if (kinds.get(0).when().isEmpty() && !kinds.get(0).discards()) {
      return FIRST;
    }
    Tested inEvent = readsEvent ? tested(message.event(), event) : null;
    Tested around = readsEnvelope ? tested(message.body(), envelope) : null;
    for (Tested tested : new Tested[] {inEvent, around}) {
      if (tested != null && tested.values().repeated() != null) {
        return new Route(NONE, Problem.repeated(tested.values().repeated()));
      }
    }
    Route route = route(message, inEvent, around);
    if (!readsEvent && (route.kind() == NONE || kinds.get(route.kind()).discards())) {
      // Nobody else reads it.
      tested(message.event(), event);
    }
    return route;
  }

  private static Tested tested(JsonSpan document, FieldNode root) throws NotJsonException {
    return new Tested(FieldValues.of(document, root), new Scalar[root.size()]);
  }

  private Route route(Opened message, Tested inEvent, Tested around) {
    for (int i = 0; i < kinds.size(); i++) {
      List<Condition> conditions = kinds.get(i).when();
      boolean holds = true;
      for (int j = 0; j < conditions.size() && holds; j++) {
        Condition condition = conditions.get(j);
        FieldNode field = tests[i][j];
        holds =
            holds(
                condition,
                field == null
                    ? attribute(condition.source().attribute(), message)
                    : (isAround(condition.source()) ? around : inEvent).at(field));
      }
      if (holds) {
        return new Route(i, null);
      }
    }
    return new Route(NONE, null);
  }

  private static Scalar attribute(String name, Opened message) {
    String text = message.attributes().get(name);
    return text == null ? null : new Scalar(JsonKind.STRING, text);
  }

  private static boolean holds(Condition condition, Scalar value) {
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
}

package etl.spec;

import etl.envelope.Opened;
import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
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
    FieldValues inEvent = readsEvent ? FieldValues.of(message.event(), event) : null;
    FieldValues around = readsEnvelope ? FieldValues.of(message.body(), envelope) : null;
    for (FieldValues tested : new FieldValues[] {inEvent, around}) {
      if (tested != null && tested.repeated() != null) {
        return new Route(NONE, Problem.repeated(tested.repeated()));
      }
    }
    Route route = route(message, inEvent, around);
    if (!readsEvent && (route.kind() == NONE || kinds.get(route.kind()).discards())) {
      // Nobody else reads it.
      FieldValues.of(message.event(), event);
    }
    return route;
  }

  private Route route(Opened message, FieldValues inEvent, FieldValues around) {
    for (int i = 0; i < kinds.size(); i++) {
      List<Condition> conditions = kinds.get(i).when();
      boolean holds = true;
      for (int j = 0; j < conditions.size() && holds; j++) {
        Condition condition = conditions.get(j);
        FieldNode field = tests[i][j];
        if (field == null) {
          String value = message.attributes().get(condition.source().attribute());
          holds = holds(condition, value == null ? null : JsonKind.STRING, value);
        } else {
          FieldValues values = isAround(condition.source()) ? around : inEvent;
          holds = holds(condition, values.kind(field), values.scalar(field));
        }
      }
      if (holds) {
        return new Route(i, null);
      }
    }
    return new Route(NONE, null);
  }

  /**
   * @param kind null where there is nothing
   * @param value as operands have it; null for no scalar
   */
  private static boolean holds(Condition condition, JsonKind kind, String value) {
    return switch (condition.operator()) {
      case EXISTS -> kind != null;
      case ABSENT -> kind == null;
      case IN -> isOneOf(condition.operands(), kind, value);
      case PREFIX ->
          kind == JsonKind.STRING && value.startsWith(condition.operands().get(0).value());
    };
  }

  private static boolean isOneOf(List<Scalar> operands, JsonKind kind, String value) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).kind() == kind && operands.get(i).value().equals(value)) {
        return true;
      }
    }
    return false;
  }
}

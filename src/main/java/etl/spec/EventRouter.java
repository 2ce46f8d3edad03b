package etl.spec;

import etl.json.FieldNode;
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
  private final int eventFields;
  private final int envelopeFields;

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
    this.eventFields = event.size();
    this.envelopeFields = envelope.size();
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
  Route route(Incoming message) throws NotJsonException {
    if (kinds.get(0).when().isEmpty() && !kinds.get(0).discards()) {
      return FIRST;
    }
    TestedFields inEvent = readsEvent ? event(message) : null;
    TestedFields around =
        readsEnvelope ? TestedFields.of(message.body(), envelope, envelopeFields) : null;
    for (TestedFields fields : new TestedFields[] {inEvent, around}) {
      if (fields != null && fields.problem() != null) {
        return new Route(NONE, fields.problem());
      }
    }
    Route route = route(message, inEvent, around);
    if (!readsEvent && (route.kind() == NONE || kinds.get(route.kind()).discards())) {
      // Nobody else reads it.
      event(message);
    }
    return route;
  }

  private TestedFields event(Incoming message) throws NotJsonException {
    return TestedFields.of(message.event(), event, eventFields);
  }

  private Route route(Incoming message, TestedFields inEvent, TestedFields around) {
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
                    : (isAround(condition.source()) ? around : inEvent).value(field));
      }
      if (holds) {
        return new Route(i, null);
      }
    }
    return new Route(NONE, null);
  }

  private static Scalar attribute(String name, Incoming message) {
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

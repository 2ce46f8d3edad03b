package etl.spec;

import etl.envelope.Opened;
import etl.event.QueueMessage;
import etl.json.JsonSpan;
import java.util.Map;

/**
 * A message and the event in it.
 *
 * @param body as it was sent, with whatever is wrapped around the event
 * @param event the event's text, the body itself where nothing is
 * @param attributes those of the event
 */
record Incoming(
    QueueMessage message, JsonSpan body, JsonSpan event, Map<String, String> attributes) {
  static Incoming of(QueueMessage message, Opened opened) {
    return new Incoming(
        message,
        JsonSpan.of(message.body()),
        opened.event(),
        opened.attributes().orElse(message.attributes()));
  }

  /** The id only. */
  @Override
  public String toString() {
    return "Incoming[" + message.id() + "]";
  }
}

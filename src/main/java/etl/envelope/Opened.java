package etl.envelope;

import etl.event.RejectedMessage.Kind;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A body whose envelopes have been opened; to be closed when its event has been read. */
public final class Opened implements AutoCloseable {
  private final Semaphore largeOnes;
  private final JsonSpan body;
  private JsonSpan event;
  private String place = "";
  private Map<String, String> attributes;
  private boolean large;

  Opened(String body, Map<String, String> attributes, Semaphore largeOnes) {
    this.body = JsonSpan.of(body);
    this.event = this.body;
    this.attributes = attributes;
    this.largeOnes = largeOnes;
  }

  /** As it was sent, with whatever is wrapped around the event. */
  public JsonSpan body() {
    return body;
  }

  /** The event, the body itself where nothing is around it; not yet known to be JSON. */
  public JsonSpan event() {
    return event;
  }

  /** The attributes of the event: those of an envelope that has some, else the message's. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Where the event's text was encoded, as reasons say it; empty where it is part of the body. */
  public String place() {
    return place;
  }

  /**
   * What is wrong where its event, or the next envelope, was encoded and is no JSON.
   *
   * @throws NotJsonException the same, where that is the body itself
   */
  public NotWrappedException notJson(NotJsonException why) throws NotJsonException {
    if (place.isEmpty()) {
      throw why;
    }
    return new NotWrappedException(Kind.NOT_JSON, place + " is " + why.reason());
  }

  /** The event, or the next envelope, is a part of the same text. */
  void within(JsonSpan part) {
    event = part;
  }

  /** It is a text of its own. */
  void decoded(String text, String where) {
    event = JsonSpan.of(text);
    place = where;
  }

  void attributes(Map<String, String> found) {
    attributes = Map.copyOf(found);
  }

  /** It takes much memory: waits until no other does. */
  void large() {
    if (!large) {
      largeOnes.acquireUninterruptibly();
      large = true;
    }
  }

  @Override
  public void close() {
    if (large) {
      large = false;
      largeOnes.release();
    }
  }

  @Override
  public String toString() {
    return "Opened[" + place + "]";
  }
}

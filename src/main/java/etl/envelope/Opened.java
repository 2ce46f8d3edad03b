package etl.envelope;

import etl.json.JsonSpan;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A body whose envelopes have been opened; to be closed when its event has been read. */
public final class Opened implements AutoCloseable {
  private final Semaphore largeOnes;
  private JsonSpan event;
  private String place = "";
  private Map<String, String> attributes;
  private boolean large;

  Opened(String body, Semaphore largeOnes) {
    this.event = JsonSpan.of(body);
    this.largeOnes = largeOnes;
  }

  /** The event; not yet known to be JSON. */
  public JsonSpan event() {
    return event;
  }

  /** The attributes of the event, where an envelope has them and not the queue. */
  public Optional<Map<String, String>> attributes() {
    return Optional.ofNullable(attributes);
  }

  /** Where the event's text was encoded, as reasons say it; empty where it is part of the body. */
  public String place() {
    return place;
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

  /** Nothing of it. */
  @Override
  public String toString() {
    return "Opened[" + place + "]";
  }
}

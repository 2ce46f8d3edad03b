package etl.envelope;

import etl.json.NotJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Reads through what is wrapped around an event, without copying what is not encoded. Thread-safe.
 * Of texts that are large unzipped, one at a time is in memory, until it is closed.
 */
public final class Unwrapper {
  private final List<Layer> layers = new ArrayList<>();
  private final Semaphore largeOnes = new Semaphore(1);

  /**
   * @param envelopes the outermost first; none where the body is the event
   * @param attributes the names of those message attributes that are wanted
   */
  public Unwrapper(List<Envelope> envelopes, Set<String> attributes) {
    for (int i = 0; i < envelopes.size(); i++) {
      String name = envelopes.get(i).written();
      String label =
          envelopes.size() == 1 ? "envelope " + name : "envelope " + (i + 1) + " (" + name + ")";
      layers.add(new Layer(envelopes.get(i), label, i == 0 ? "body" : "event", attributes));
    }
  }

  /**
   * Opens the envelopes.
   *
   * @param attributes of the message in the queue
   * @throws NotJsonException if the body is no JSON; where there are no envelopes, that is not
   *     looked at
   * @throws NotWrappedException if it is not in these envelopes
   */
  public Opened open(String body, Map<String, String> attributes)
      throws NotJsonException, NotWrappedException {
    Opened opened = new Opened(body, attributes, largeOnes);
    boolean done = false;
    try {
      for (Layer layer : layers) {
        layer.open(opened);
      }
      done = true;
      return opened;
    } catch (NotJsonException e) {
      throw opened.notJson(e);
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }
}

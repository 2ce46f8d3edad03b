package etl.event;

import etl.masking.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store that behaves as a database does, one transaction at a time. */
public final class InMemoryEventStore implements EventStore {
  private final EventSpec spec;
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Map<String, String> mappings = new TreeMap<>();
  private final Map<String, byte[]> rejects = new HashMap<>();
  private final List<List<String>> unsorted = new ArrayList<>();

  public InMemoryEventStore(EventSpec spec) {
    this.spec = spec;
  }

  @Override
  public void prepare() {}

  @Override
  public synchronized WriteResult write(WriteBatch batch) {
    checkOrder(batch.events());
    checkOrder(batch.rejects());
    int newRows = 0;
    for (MaskedEvent event : batch.events()) {
      String id = event.messageId();
      if (!rejects.containsKey(id) && rows.putIfAbsent(id, copy(event.values())) == null) {
        newRows++;
      }
      for (int i = 0; i < event.pseudonyms().size(); i++) {
        addMapping(event.pseudonyms().get(i), spec.maskedColumns().get(i).field());
      }
    }
    int newRejects = 0;
    for (RejectedMessage reject : batch.rejects()) {
      String id = reject.messageId();
      byte[] body = reject.body().getBytes(StandardCharsets.UTF_8);
      if (!rows.containsKey(id) && rejects.putIfAbsent(id, body) == null) {
        newRejects++;
      }
    }
    return new WriteResult(newRows, newRejects);
  }

  private void checkOrder(List<? extends ParsedMessage> messages) {
    List<String> keys = messages.stream().map(ParsedMessage::messageId).toList();
    if (!keys.equals(keys.stream().sorted().toList())) {
      unsorted.add(keys);
    }
  }

  private static List<String> copy(List<String> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  private void addMapping(Pseudonym pseudonym, String field) {
    if (pseudonym != null) {
      mappings.putIfAbsent(pseudonym.masked(), field + "=" + pseudonym.original());
    }
  }

  /**
   * Batches whose keys came in no order: in a database two of them can deadlock. Only a FIFO queue
   * may bring any.
   */
  public synchronized List<List<String>> unsorted() {
    return List.copyOf(unsorted);
  }

  /** The values by message id. */
  public synchronized Map<String, List<String>> rows() {
    return Map.copyOf(rows);
  }

  /** The originals by their masks, each after its field. */
  public synchronized Map<String, String> mappings() {
    return Map.copyOf(mappings);
  }

  /** The bodies by message id. */
  public synchronized Map<String, byte[]> rejects() {
    return Map.copyOf(rejects);
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}

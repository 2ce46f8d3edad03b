package etl.event;

import etl.masking.Pseudonym;
import etl.spec.Column;
import etl.spec.EventSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A store that behaves as a database does, one transaction at a time. */
public final class InMemoryEventStore implements EventStore {
  private final EventSpec spec;
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Map<String, String> mappings = new TreeMap<>();
  private final Map<String, RejectedMessage> rejects = new HashMap<>();
  private final Map<String, Integer> commits = new HashMap<>();
  private final Map<String, Integer> empty = new HashMap<>();
  private int commit;

  public InMemoryEventStore(EventSpec spec) {
    this.spec = spec;
  }

  @Override
  public void prepareTables() {}

  @Override
  public synchronized WriteResult write(WriteBatch batch) {
    commit++;
    int newRows = 0;
    for (MaskedEvent event : batch.events()) {
      if (event.rows().isEmpty()) {
        // It counts each time: no database can tell.
        empty.putIfAbsent(event.messageId(), commit);
        rows.putIfAbsent(event.messageId(), List.of());
        newRows++;
      } else if (isNew(event.messageId())) {
        rows.put(event.messageId(), copy(event));
        newRows++;
      }
      List<Column> masked = spec.events().get(event.kind()).maskedColumns();
      for (MaskedRow row : event.rows()) {
        for (int i = 0; i < masked.size(); i++) {
          addMapping(row.pseudonyms().get(i), masked.get(i).field());
        }
      }
    }
    int newRejects = 0;
    for (RejectedMessage reject : batch.rejects()) {
      if (isNew(reject.messageId())) {
        rejects.put(reject.messageId(), reject);
        newRejects++;
      }
    }
    return new WriteResult(newRows, newRejects);
  }

  private boolean isNew(String messageId) {
    return commits.putIfAbsent(messageId, commit) == null;
  }

  private static List<String> copy(MaskedEvent event) {
    List<String> values = new ArrayList<>();
    event.rows().forEach(row -> values.addAll(row.values()));
    return Collections.unmodifiableList(values);
  }

  private void addMapping(Pseudonym pseudonym, String field) {
    if (pseudonym != null) {
      mappings.putIfAbsent(pseudonym.masked(), field + "=" + pseudonym.original());
    }
  }

  /** In which commit a message was stored, counted from 1; 0 if it is not stored. */
  public synchronized int commitOf(String messageId) {
    return commits.getOrDefault(messageId, empty.getOrDefault(messageId, 0));
  }

  public synchronized boolean holdsRow(String messageId) {
    return rows.containsKey(messageId);
  }

  /** A rejected message, or null if it is not one. */
  public synchronized RejectedMessage reject(String messageId) {
    return rejects.get(messageId);
  }

  /** The values of all rows of a message, by its id; none of one whose array was empty. */
  public synchronized Map<String, List<String>> rows() {
    return Map.copyOf(rows);
  }

  /** The originals by their masks, each after its field. */
  public synchronized Map<String, String> mappings() {
    return Map.copyOf(mappings);
  }

  /** The bodies by message id. */
  public synchronized Map<String, byte[]> rejects() {
    return rejects.values().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                RejectedMessage::messageId, r -> r.body().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}

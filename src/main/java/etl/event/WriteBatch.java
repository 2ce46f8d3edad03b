package etl.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one transaction stores.
 *
 * @param events rows for the event's table, with their mappings
 * @param rejects rows for the rejected messages
 */
public record WriteBatch(List<MaskedEvent> events, List<RejectedMessage> rejects) {
  public WriteBatch {
    events = List.copyOf(events);
    rejects = List.copyOf(rejects);
  }

  /**
   * Sorts by message id, so that concurrent writers of the same messages take their locks in the
   * same order and cannot deadlock.
   */
  public static WriteBatch sorted(List<? extends ParsedMessage> messages) {
    List<ParsedMessage> sorted = new ArrayList<>(messages);
    sorted.sort(Comparator.comparing(ParsedMessage::messageId));
    return inOrder(sorted);
  }

  /** Keeps the order of arrival, as a FIFO queue demands. */
  public static WriteBatch inOrder(List<? extends ParsedMessage> messages) {
    List<MaskedEvent> events = new ArrayList<>(messages.size());
    List<RejectedMessage> rejects = new ArrayList<>();
    for (ParsedMessage message : messages) {
      if (message instanceof MaskedEvent event) {
        events.add(event);
      } else if (message instanceof RejectedMessage reject) {
        rejects.add(reject);
      }
    }
    return new WriteBatch(events, rejects);
  }

  /** How many deliveries the batch has. */
  public int size() {
    return events.size() + rejects.size();
  }
}

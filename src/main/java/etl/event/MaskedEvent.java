package etl.event;

import etl.masking.Pseudonym;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a message becomes: all of its rows are stored, or none.
 *
 * @param kind the place of the event's kind in the spec, from 0
 * @param rows its rows: one, unless the kind makes a row of each element of an array
 */
public record MaskedEvent(String messageId, Instant sentAt, int kind, List<MaskedRow> rows)
    implements ParsedMessage {
  public MaskedEvent {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(sentAt, "sentAt");
    Objects.requireNonNull(rows, "rows");
  }

  /** The first hash in its rows, with its original; empty where there is none. */
  public Optional<Pseudonym> firstPseudonym() {
    for (MaskedRow row : rows) {
      for (Pseudonym pseudonym : row.pseudonyms()) {
        if (pseudonym != null) {
          return Optional.of(pseudonym);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public long bytes() {
    long bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      bytes += rows.get(i).bytes();
    }
    return bytes;
  }

  /** The id only: even unmasked columns may say something about a person. */
  @Override
  public String toString() {
    return "MaskedEvent[" + messageId + "]";
  }
}

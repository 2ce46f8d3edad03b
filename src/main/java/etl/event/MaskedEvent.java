package etl.event;

import etl.masking.Pseudonym;
import etl.spec.EventSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One row of the event's table, without any unmasked personal value among its values.
 *
 * @param messageId the queue's id of the message
 * @param sentAt when the message was sent
 * @param values one text per column of the {@link EventSpec}, in its order; null where the column
 *     is null; masks where the column is masked, ISO dates where it is a date
 * @param pseudonyms one per masked column of the spec, in its order; null where the value is absent
 */
public record MaskedEvent(
    String messageId, Instant sentAt, List<String> values, List<Pseudonym> pseudonyms)
    implements ParsedMessage {
  public MaskedEvent {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(sentAt, "sentAt");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(pseudonyms, "pseudonyms");
  }

  /** The id only: even unmasked columns may say something about a person. */
  @Override
  public String toString() {
    return "MaskedEvent[" + messageId + "]";
  }
}

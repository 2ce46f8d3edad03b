package etl.event;

import java.time.Instant;
import java.util.Objects;

/**
 * A message that the spec wants neither stored nor kept.
 *
 * @param event the name of the event's kind
 */
public record DiscardedMessage(String messageId, Instant sentAt, String event)
    implements ParsedMessage {
  public DiscardedMessage {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(sentAt, "sentAt");
    Objects.requireNonNull(event, "event");
  }

  @Override
  public long bytes() {
    return 0;
  }
}

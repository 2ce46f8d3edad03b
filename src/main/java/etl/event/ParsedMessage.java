package etl.event;

import java.time.Instant;

/** The result of parsing a message: rows, a rejection with its reason, or nothing to be kept. */
public sealed interface ParsedMessage permits MaskedEvent, RejectedMessage, DiscardedMessage {
  String messageId();

  Instant sentAt();

  /** About how many bytes it takes to store it; may be far more than its body has. */
  long bytes();
}

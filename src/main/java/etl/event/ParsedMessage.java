package etl.event;

import java.time.Instant;

/** The result of parsing a message: an event for the table, or a rejection with its reason. */
public sealed interface ParsedMessage permits MaskedEvent, RejectedMessage {
  /** The queue's id of the message. */
  String messageId();

  /** When the message was sent. */
  Instant sentAt();
}

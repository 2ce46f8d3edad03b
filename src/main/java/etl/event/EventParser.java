package etl.event;

import etl.masking.Pseudonymiser;
import java.util.Objects;

/**
 * Turns a message's body into a masked event, or into a rejection that says why it cannot be one.
 */
public final class EventParser {
  private final EventSpec spec;
  private final Pseudonymiser pseudonymiser;

  public EventParser(EventSpec spec, Pseudonymiser pseudonymiser) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.pseudonymiser = Objects.requireNonNull(pseudonymiser, "pseudonymiser");
  }

  /** Never throws for what stands in the body. */
  public ParsedMessage parse(QueueMessage message) {
    throw new UnsupportedOperationException(spec.table() + pseudonymiser);
  }
}

package etl.event;

/**
 * A fresh queue from both of its ends.
 *
 * @param queue the consumer's end, not yet opened
 * @param sender the other end
 */
public record QueueFixture(EventQueue queue, MessageSender sender) {
  /** The consumer's end, opened. */
  EventQueue open() {
    queue.open();
    return queue;
  }
}

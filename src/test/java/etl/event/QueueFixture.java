package etl.event;

/** A fresh queue, and someone who sends to it. */
public interface QueueFixture {
  /** The queue as a consumer sees it, not yet opened. */
  EventQueue queue();

  /** Sends a message and returns its id. */
  String send(String body);

  /** Sends a message of a message group and returns its id. */
  String send(String body, String groupId);
}

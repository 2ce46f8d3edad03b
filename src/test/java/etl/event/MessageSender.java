package etl.event;

/** The end of a queue where messages go in. */
public interface MessageSender {
  /** Sends a message and returns its id. */
  String send(String body);

  /** Sends a message of a message group and returns its id. */
  String send(String body, String groupId);
}

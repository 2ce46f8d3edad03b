package etl.event;

import java.time.Instant;

/** A message of an {@link InMemoryEventQueue}, guarded by the queue's lock. */
public final class InMemoryMessage {
  /** Where a message is in its life. */
  public enum State {
    VISIBLE,
    IN_FLIGHT,
    DELETED,
    DEAD_LETTER
  }

  /**
   * A message as it stood at one moment.
   *
   * @param receiveCount how often it had been delivered
   * @param visibleAt when it could be received, while it was on the queue
   */
  public record Entry(
      String id, String body, String groupId, State state, int receiveCount, Instant visibleAt) {}

  final String id;
  final String body;
  final String groupId;
  final Instant sentAt;
  Instant visibleAt;
  String handle = "";
  int receiveCount;
  // Only how it ended: whether it is visible until then depends on the time.
  private State end;

  InMemoryMessage(String id, String body, String groupId, Instant sentAt) {
    this.id = id;
    this.body = body;
    this.groupId = groupId;
    this.sentAt = sentAt;
    this.visibleAt = sentAt;
  }

  boolean isVisible(Instant now) {
    return !visibleAt.isAfter(now);
  }

  QueueMessage deliver(long delivery, Instant visibleAgain) {
    receiveCount++;
    handle = id + "#" + delivery;
    visibleAt = visibleAgain;
    return new QueueMessage(new Receipt(id, handle, groupId), body, sentAt, receiveCount);
  }

  void end(State state) {
    end = state;
  }

  Entry entry(Instant now) {
    State state = isVisible(now) ? State.VISIBLE : State.IN_FLIGHT;
    return new Entry(id, body, groupId, end == null ? state : end, receiveCount, visibleAt);
  }
}

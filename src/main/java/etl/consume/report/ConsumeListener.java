package etl.consume.report;

import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.List;

/**
 * Hears what a consumer does: logs, metrics and progress are made of it. All calls come from one
 * thread and must return quickly.
 */
public interface ConsumeListener {
  /** The two sides of the consumer. */
  enum Side {
    QUEUE,
    DATABASE
  }

  /** Both sides have answered, receiving begins. */
  default void started(QueueTraits queue) {}

  /** A receive came back, perhaps with nothing. */
  default void received(int messages, long bytes, Duration took) {}

  /** A batch was committed. */
  default void committed(List<? extends ParsedMessage> batch, WriteResult result, Duration took) {}

  /** A message was stored among the rejected ones. */
  default void rejected(RejectedMessage message) {}

  /** A message that cannot become a row was left on the queue. */
  default void left(RejectedMessage message) {}

  /** The database refuses a batch for its data: it is being split. */
  default void splitting(int messages, String sqlState) {}

  /** Deliveries were deleted. */
  default void deleted(int messages) {}

  /** The visibility timeout of deliveries in hand was extended. */
  default void extended(int messages) {}

  /** Deliveries were given back to the queue. */
  default void released(int messages) {}

  /**
   * An entry of a batch call failed and is not tried again: the message will be delivered again.
   */
  default void gaveUp(String action, EntryFailure failure) {}

  /** A side is away; it is tried again after the pause. */
  default void outage(Side side, RuntimeException why, Duration pause) {}

  /** A side that was away has answered. */
  default void recovered(Side side, Duration away) {}

  /**
   * The consumer has looked at where it stands, as it does after each answer.
   *
   * @param messages deliveries in hand
   * @param bytes room that is taken by them and by receives under way
   */
  default void stepped(int messages, long bytes) {}

  /** Nothing more is received. */
  default void stopping(etl.consume.report.StopReason reason) {}
}

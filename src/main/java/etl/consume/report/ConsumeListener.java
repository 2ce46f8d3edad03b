package etl.consume.report;

import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.List;

/**
 * Is told what a consumer does; logs, metrics and progress are built on it. All methods are called
 * on one thread and must return quickly.
 */
public interface ConsumeListener {
  /** What the consumer depends on. */
  enum Dependency {
    QUEUE,
    DATABASE
  }

  /** The queue and the database have answered; receiving begins. */
  default void started(QueueTraits queue) {}

  /** A receive returned, perhaps without messages. */
  default void received(int messages, long bytes, Duration took) {}

  /** A batch was committed. */
  default void committed(List<? extends ParsedMessage> batch, WriteResult result, Duration took) {}

  /** A message was stored among the rejected ones. */
  default void rejected(RejectedMessage message) {}

  /** A message that the spec discards is about to be deleted. */
  default void discarded(DiscardedMessage message) {}

  /** A message that cannot become a row was left on the queue. */
  default void left(RejectedMessage message) {}

  /**
   * One more message in a row cannot become a row, or the row of them is broken.
   *
   * @param messages how many there are, 0 after one that can
   */
  default void rejectsInARow(long messages) {}

  /** So many messages in a row cannot become a row, and for the same reason. Told once of each. */
  default void rejecting(String reason, int messages) {}

  /**
   * The database refused a batch for its data, or cancelled it for it took too long; the batch is
   * split.
   */
  default void splitting(int messages, String sqlState) {}

  /** A batch was committed, but the wait for a standby was cancelled: it is written again. */
  default void notReplicated(int messages) {}

  /** The database has failed over since deliveries were committed: they are given back. */
  default void failedOver(int messages) {}

  /** The database cancelled each attempt to store one message alone; the message is given back. */
  default void timedOut(String messageId, String sqlState) {}

  /** Deliveries were deleted. */
  default void deleted(int messages) {}

  /** The visibility timeout of deliveries was extended. */
  default void extended(int messages) {}

  /** Deliveries were given back to the queue. */
  default void released(int messages) {}

  /** An entry of a batch call failed and is not retried: the message will be delivered again. */
  default void gaveUp(String action, EntryFailure failure) {}

  /** The queue or the database is unavailable; it is probed again after the pause. */
  default void outage(Dependency dependency, RuntimeException why, Duration pause) {}

  /** The queue or the database has answered again. */
  default void recovered(Dependency dependency, Duration lasted) {}

  /**
   * The pipeline has made a step, as it does after each completed call.
   *
   * @param messages deliveries in flight in this process
   * @param bytes bytes taken by them and by receives in flight
   */
  default void stepped(int messages, long bytes) {}

  /** Nothing more is received. */
  default void stopping(etl.consume.report.StopReason reason) {}
}

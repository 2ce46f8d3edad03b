package etl.consume.report;

import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a consumer does or meets: one event for each call to the queue or the database, and one for
 * each message that does not become a row.
 */
public sealed interface ConsumeEvent {
  /** What the consumer depends on. */
  enum Dependency {
    QUEUE,
    DATABASE;

    /** As it stands in logs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a batch call to the queue does to its entries. */
  enum Action {
    DELETE,
    EXTEND,
    GIVE_BACK;

    /** As it stands in logs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The queue and the database have answered; receiving begins. */
  record Started(QueueTraits queue) implements ConsumeEvent {}

  /** A receive returned, perhaps without messages. */
  record Received(int messages, long bytes, Duration took) implements ConsumeEvent {}

  /** A batch was committed. */
  record Committed(List<? extends ParsedMessage> batch, WriteResult result, Duration took)
      implements ConsumeEvent {}

  /** A message that the spec discards is about to be deleted. */
  record Discarded(DiscardedMessage message) implements ConsumeEvent {}

  /** A message that cannot become a row was left on the queue. */
  record Left(RejectedMessage message) implements ConsumeEvent {}

  /**
   * One more message in a row cannot become a row, or the row of them is broken.
   *
   * @param messages how many there are, 0 after one that can
   */
  record RejectsInARow(long messages) implements ConsumeEvent {}

  /** So many messages in a row cannot become a row, and for the same reason. Told once of each. */
  record Rejecting(String reason, int messages) implements ConsumeEvent {}

  /**
   * The database refused a batch for its data, or cancelled it for it took too long; the batch is
   * split.
   */
  record Splitting(int messages, String sqlState) implements ConsumeEvent {}

  /** A batch was committed, but the wait for a standby was cancelled: it is written again. */
  record NotReplicated(int messages) implements ConsumeEvent {}

  /** The database has failed over since deliveries were committed: they are given back. */
  record FailedOver(int messages) implements ConsumeEvent {}

  /** The database cancelled each attempt to store one message alone; the message is given back. */
  record TimedOut(String messageId, String sqlState) implements ConsumeEvent {}

  /** Deliveries were deleted. */
  record Deleted(int messages) implements ConsumeEvent {}

  /** The visibility timeout of deliveries was extended. */
  record Extended(int messages) implements ConsumeEvent {}

  /** Deliveries were given back to the queue. */
  record Released(int messages) implements ConsumeEvent {}

  /** An entry of a batch call failed and is not retried: the message will be delivered again. */
  record GaveUp(Action action, EntryFailure failure) implements ConsumeEvent {}

  /** The queue or the database is unavailable; it is probed again after the pause. */
  record Outage(Dependency dependency, RuntimeException why, Duration pause)
      implements ConsumeEvent {}

  /** The queue or the database has answered again. */
  record Recovered(Dependency dependency, Duration lasted) implements ConsumeEvent {}

  /**
   * The pipeline has made a step, as it does after each completed call.
   *
   * @param inHand deliveries in flight in this process
   * @param bytes bytes taken by them and by receives in flight
   * @param counts since the start
   */
  record Stepped(int inHand, long bytes, ConsumeCounts counts) implements ConsumeEvent {}

  /** Nothing more is received. */
  record Stopping(StopReason reason) implements ConsumeEvent {}
}

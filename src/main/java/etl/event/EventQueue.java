package etl.event;

import java.time.Duration;
import java.util.List;

/**
 * The queue, one of the program's two edges. All methods may be called from many threads at once.
 * Each throws {@link QueueException} when the call failed as a whole.
 */
public interface EventQueue extends AutoCloseable {
  /** The most messages that one receive can bring, and the most entries of one batch call. */
  int BATCH_LIMIT = 10;

  /** The longest long poll. */
  Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Finds the queue and asks for what a consumer must know of it. Can be called again. */
  QueueTraits open();

  /**
   * Receives messages, and waits for the first one if there is none.
   *
   * @param max at most this many, 1 to {@link #BATCH_LIMIT}
   * @param wait how long to wait for a message; whole seconds, at most {@link #LONGEST_WAIT}
   * @param gate told the size of the answer before it is read; the most that an answer can have
   *     where the size is not known
   * @return the messages in the queue's order; none after the wait, after {@link #abortReceives()},
   *     or if the gate gave up, in which case the thread's interrupt flag is set
   */
  List<QueueMessage> receive(int max, Duration wait, ByteGate gate);

  /**
   * Ends every receive under way now that still waits for its answer: each returns no message. One
   * whose answer has begun brings its messages, which are in flight to it. Later receives are not
   * affected.
   */
  void abortReceives();

  /**
   * Deletes up to {@link #BATCH_LIMIT} deliveries, in this order.
   *
   * @return those that failed, none if all went well
   */
  List<EntryFailure> delete(List<Receipt> receipts);

  /**
   * Makes up to {@link #BATCH_LIMIT} deliveries visible again this long from now; zero gives them
   * back at once.
   *
   * @return those that failed, none if all went well
   */
  List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout);

  /** Asks how many messages the queue and its dead-letter queue hold. */
  QueueDepth depth();

  @Override
  void close();
}

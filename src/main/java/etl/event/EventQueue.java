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

  /** Finds the queue and reads the attributes that a consumer needs. Can be called again. */
  QueueTraits open();

  /**
   * Receives messages, and waits for the first one if there is none.
   *
   * @param max at most this many, 1 to {@link #BATCH_LIMIT}
   * @param wait how long to wait for a message; whole seconds, at most {@link #LONGEST_WAIT}
   * @param gate called with the response's size before it is read, or with the largest possible
   *     size if it is unknown
   * @return the messages in the queue's order; none if none arrived, after {@link
   *     #abortReceives()}, or if the gate gave up, in which case the thread's interrupt flag is set
   */
  List<QueueMessage> receive(int max, Duration wait, ByteGate gate);

  /**
   * Aborts every receive that is still waiting for its response: each returns no messages. A
   * receive whose response has begun to arrive returns its messages normally. Later receives are
   * not affected.
   */
  void abortReceives();

  /**
   * Deletes up to {@link #BATCH_LIMIT} deliveries, in this order.
   *
   * @return those that failed; none if all succeeded
   */
  List<EntryFailure> delete(List<Receipt> receipts);

  /**
   * Makes up to {@link #BATCH_LIMIT} deliveries visible again this long from now; zero gives them
   * back at once.
   *
   * @return those that failed; none if all succeeded
   */
  List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout);

  /** Returns how many messages the queue and its dead-letter queue hold. */
  QueueDepth depth();

  @Override
  void close();
}

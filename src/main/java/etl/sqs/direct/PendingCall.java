package etl.sqs.direct;

import etl.event.ByteGate;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.AbortedException;

/** One call, which can be aborted as long as its answer has not begun to arrive. */
public final class PendingCall {
  // Ten messages of 1 MiB: the most that SQS sends in one response.
  private static final long LARGEST_ANSWER = 10L << 20;

  private final ByteGate gate;
  private Runnable hangUp;
  private boolean aborted;

  PendingCall(ByteGate gate) {
    this.gate = gate;
  }

  /**
   * From now on it waits for the server.
   *
   * @param how ends the wait, called from another thread
   * @throws AbortedException if it is aborted already
   */
  public synchronized void waiting(Runnable how) {
    if (aborted) {
      throw aborted();
    }
    hangUp = how;
  }

  /**
   * The answer has begun. Not aborted from here on: SQS already counts the messages as in flight to
   * this receiver.
   *
   * @throws AbortedException if it was aborted before
   */
  public void answered() {
    waiting(null);
  }

  /**
   * Waits for room for the answer's body.
   *
   * @param size of the body, if that is known
   * @param how hangs up if there will be no room
   * @throws AbortedException if there will be none; the thread's interrupt flag is set then
   */
  public void admit(OptionalLong size, Runnable how) {
    try {
      gate.admit(size.orElse(LARGEST_ANSWER));
    } catch (InterruptedException e) {
      how.run();
      Thread.currentThread().interrupt();
      throw aborted();
    }
  }

  synchronized void abort() {
    aborted = true;
    if (hangUp != null) {
      hangUp.run();
    }
  }

  /** Whether it was aborted. */
  public synchronized boolean isAborted() {
    return aborted;
  }

  /** What ends an aborted call; it is not retried. */
  public static AbortedException aborted() {
    return AbortedException.create("the receive was aborted");
  }
}

package etl.sqs.direct;

import etl.event.ByteGate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The receives under way, so that they can be aborted. */
public final class Receives {
  private final Set<PendingCall> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Runs one receive on this thread.
   *
   * @return its result; empty if it was aborted or the thread was interrupted
   */
  public <T> Optional<T> run(ByteGate gate, Function<PendingCall, T> call) {
    PendingCall receive = new PendingCall(gate);
    underWay.add(receive);
    try {
      return Optional.of(call.apply(receive));
    } catch (AbortedException e) {
      return Optional.empty();
    } catch (SdkException e) {
      if (receive.isAborted()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      underWay.remove(receive);
    }
  }

  /** Aborts those that are still waiting for their answers. */
  public void abortAll() {
    underWay.forEach(PendingCall::abort);
  }
}

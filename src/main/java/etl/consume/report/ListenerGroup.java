package etl.consume.report;

import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells several listeners what happens, one after another. What one of them throws is reported the
 * first time and keeps nothing from the others nor from the run; only errors of the virtual machine
 * are passed on.
 */
public final class ListenerGroup implements ConsumeListener {
  /** Hears of a listener that failed, once for each. */
  @FunctionalInterface
  public interface FailureReport {
    void failed(Class<?> listener, Throwable why);
  }

  private final List<ConsumeListener> listeners;
  private final FailureReport report;
  private final Set<ConsumeListener> failed = Collections.newSetFromMap(new IdentityHashMap<>());

  public ListenerGroup(List<ConsumeListener> listeners, FailureReport report) {
    this.listeners = List.copyOf(listeners);
    this.report = report;
  }

  private void all(Consumer<ConsumeListener> fact) {
    for (ConsumeListener listener : listeners) {
      isolated(
          () -> fact.accept(listener),
          why -> {
            if (failed.add(listener)) {
              isolated(() -> report.failed(listener.getClass(), why), unheard -> {});
            }
          });
    }
  }

  private static void isolated(Runnable step, Consumer<Throwable> failed) {
    try {
      step.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  @Override
  public void started(QueueTraits queue) {
    all(listener -> listener.started(queue));
  }

  @Override
  public void received(int messages, long bytes, Duration took) {
    all(listener -> listener.received(messages, bytes, took));
  }

  @Override
  public void committed(List<? extends ParsedMessage> batch, WriteResult result, Duration took) {
    all(listener -> listener.committed(batch, result, took));
  }

  @Override
  public void rejected(RejectedMessage message) {
    all(listener -> listener.rejected(message));
  }

  @Override
  public void discarded(DiscardedMessage message) {
    all(listener -> listener.discarded(message));
  }

  @Override
  public void left(RejectedMessage message) {
    all(listener -> listener.left(message));
  }

  @Override
  public void rejectsInARow(long messages) {
    all(listener -> listener.rejectsInARow(messages));
  }

  @Override
  public void rejecting(String reason, int messages) {
    all(listener -> listener.rejecting(reason, messages));
  }

  @Override
  public void splitting(int messages, String sqlState) {
    all(listener -> listener.splitting(messages, sqlState));
  }

  @Override
  public void notReplicated(int messages) {
    all(listener -> listener.notReplicated(messages));
  }

  @Override
  public void failedOver(int messages) {
    all(listener -> listener.failedOver(messages));
  }

  @Override
  public void timedOut(String messageId, String sqlState) {
    all(listener -> listener.timedOut(messageId, sqlState));
  }

  @Override
  public void deleted(int messages) {
    all(listener -> listener.deleted(messages));
  }

  @Override
  public void extended(int messages) {
    all(listener -> listener.extended(messages));
  }

  @Override
  public void released(int messages) {
    all(listener -> listener.released(messages));
  }

  @Override
  public void gaveUp(String action, EntryFailure failure) {
    all(listener -> listener.gaveUp(action, failure));
  }

  @Override
  public void outage(Dependency dependency, RuntimeException why, Duration pause) {
    all(listener -> listener.outage(dependency, why, pause));
  }

  @Override
  public void recovered(Dependency dependency, Duration lasted) {
    all(listener -> listener.recovered(dependency, lasted));
  }

  @Override
  public void stepped(int messages, long bytes) {
    all(listener -> listener.stepped(messages, bytes));
  }

  @Override
  public void stopping(StopReason reason) {
    all(listener -> listener.stopping(reason));
  }
}

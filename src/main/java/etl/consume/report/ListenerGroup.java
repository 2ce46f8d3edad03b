package etl.consume.report;

import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Passes each event on to several listeners, in order. */
public final class ListenerGroup implements ConsumeListener {
  private final List<ConsumeListener> listeners;

  public ListenerGroup(List<ConsumeListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  private void all(Consumer<ConsumeListener> fact) {
    listeners.forEach(fact);
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
  public void left(RejectedMessage message) {
    all(listener -> listener.left(message));
  }

  @Override
  public void splitting(int messages, String sqlState) {
    all(listener -> listener.splitting(messages, sqlState));
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

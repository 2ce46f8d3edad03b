package etl.sqs;

import etl.event.ByteGate;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.QueueDepth;
import etl.event.QueueMessage;
import etl.event.QueueTraits;
import etl.event.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A queue on Amazon SQS, or on a server that speaks like it. */
public final class SqsEventQueue implements EventQueue {
  /** Reaches for nothing yet: {@link #open()} does. */
  public SqsEventQueue(SqsSettings settings, Clock clock) {}

  @Override
  public QueueTraits open() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<QueueMessage> receive(int max, Duration wait, ByteGate gate) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void abortReceives() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<EntryFailure> delete(List<Receipt> receipts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public QueueDepth depth() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}

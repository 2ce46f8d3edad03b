package etl.sqs.direct;

import etl.event.ByteGate;
import etl.event.EventQueue;
import java.time.Duration;
import java.util.List;

/**
 * The calls that are made for each batch of messages of one queue. All methods may be called from
 * many threads at once. They throw the SDK's exceptions, and those of its sources of credentials.
 */
public interface MessageCalls extends AutoCloseable {
  /** ReceiveMessage, as {@link EventQueue#receive} has it. */
  List<ReceivedMessage> receive(int max, Duration wait, ByteGate gate);

  /** Aborts every receive that is still waiting for its response. */
  void abortReceives();

  /** DeleteMessageBatch; an entry's id is its place in the list. */
  BatchAnswer delete(List<String> receiptHandles);

  /** ChangeMessageVisibilityBatch; an entry's id is its place in the list. */
  BatchAnswer changeVisibility(List<String> receiptHandles, int seconds);

  @Override
  void close();
}

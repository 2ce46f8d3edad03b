package etl.event;

/** What the consumer relies on, whatever the queue: every {@link EventQueue} passes these tests. */
public interface EventQueueContract extends ReceivingContract, AcknowledgingContract {}

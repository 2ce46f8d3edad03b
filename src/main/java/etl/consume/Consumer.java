package etl.consume;

import etl.event.EventParser;
import etl.event.EventQueue;
import etl.event.EventStore;
import java.time.Clock;

/** Moves messages from a queue into a store until it is done or stopped. */
public final class Consumer {
  public Consumer(
      EventQueue queue,
      EventStore store,
      EventParser parser,
      ConsumeSettings settings,
      ConsumeListener listener,
      Clock clock) {}

  /** Runs to the end, which is reported and not thrown. To be called once. */
  public ConsumeOutcome run() {
    throw new UnsupportedOperationException();
  }

  /** Asks the run to end as on SIGTERM; can be called from any thread, and again. */
  public void stop() {}
}

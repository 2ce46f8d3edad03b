package etl.event;

import java.time.Duration;

/** The queues that the contract is tested on. */
public interface QueueFixtures {
  /** Long enough for a test. */
  Duration LONG = Duration.ofSeconds(60);

  /** Soon over, and yet enough for a call in between on a busy machine. */
  Duration SHORT = Duration.ofSeconds(2);

  /** A gate that never waits. */
  ByteGate OPEN = bytes -> {};

  /** A fresh standard queue. */
  QueueFixture standard(Duration visibilityTimeout);

  /** A fresh FIFO queue. */
  QueueFixture fifo(Duration visibilityTimeout);

  /** A fresh queue that gives a message up after this many deliveries. */
  QueueFixture redriving(Duration visibilityTimeout, int maxReceives);
}

package etl.metrics;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import etl.environment.Daemons;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.QueueDepth;
import etl.event.QueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Probes regularly: asks the queue for its depth, and pings the database, which an idle follower
 * would not otherwise use. It sends the queue one request a minute, or, with a dead-letter queue,
 * two every other minute; it looks at the partitions every ten minutes.
 */
final class Prober implements ConsumeListener, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration PARTITION_PAUSE = Duration.ofMinutes(10);

  private final EventQueue queue;
  private final EventStore store;
  private final Health health;
  private final ScheduledExecutorService thread;

  private volatile QueueDepth depth;
  private volatile Map<String, Instant> partitionEnds = Map.of();
  private int pauses;

  Prober(EventQueue queue, EventStore store, Health health, Metrics metrics) {
    this.queue = queue;
    this.store = store;
    this.health = health;
    this.thread = Executors.newSingleThreadScheduledExecutor(Daemons.named("etl-prober"));
    CountMetrics.registerDepth(metrics, () -> depth);
    metrics.gauge(
        "etl_partition_end_timestamp_seconds",
        "When the last of the table's partitions ends; absent where it is not partitioned by days.",
        gauge -> partitionEnds.forEach((table, end) -> gauge.call(end.getEpochSecond(), table)),
        "table");
  }

  /** Begins when the queue and the database have answered. */
  @Override
  public void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Started) {
      thread.scheduleWithFixedDelay(this::look, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
      thread.scheduleWithFixedDelay(
          this::lookAtPartitions, 0, PARTITION_PAUSE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void look() {
    lookAtDatabase();
    boolean twoRequests = depth != null && depth.deadLetters().isPresent();
    if (!twoRequests || pauses++ % 2 != 0) {
      lookAtQueue();
    }
  }

  private void lookAtDatabase() {
    try {
      store.ping();
      health.reached(Dependency.DATABASE);
    } catch (RuntimeException e) {
      // Whatever it is: an exception would end the looking for good.
      health.missed(Dependency.DATABASE);
    }
  }

  private void lookAtPartitions() {
    try {
      partitionEnds = store.partitionEnds();
    } catch (RuntimeException e) {
      // What was seen last still holds.
    }
  }

  private void lookAtQueue() {
    try {
      depth = queue.depth();
    } catch (RuntimeException e) {
      depth = null;
      if (!(e instanceof QueueException known) || known.fault() == Fault.UNAVAILABLE) {
        health.missed(Dependency.QUEUE);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

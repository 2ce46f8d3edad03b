package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.consume.report.StopReason;
import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.ParsedMessage;
import etl.event.QueueTraits;
import etl.event.RejectedMessage;
import etl.event.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Whether a consumer is working (alive) and has recently reached the queue and the database
 * (ready).
 *
 * <p>It is stuck, and a restart would help, if something that always ends has not ended: every call
 * to the queue ends within about 33 seconds (the client's timeouts), so even an idle follower
 * completes a receive that often; every transaction ends within a few minutes (each statement times
 * out after one). A failed call counts as an answer, so an outage is not stuck. Before the start,
 * when a migration may rewrite a large table, it is never considered stuck.
 */
final class Health implements ConsumeListener {
  /** More than any call to the queue takes. */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  /** More than any transaction takes. */
  static final Duration LONGEST_WRITE = Duration.ofMinutes(6);

  /** How recently the queue and the database must have been reached to be ready. */
  static final Duration LATELY = Duration.ofMinutes(3);

  private final Clock clock;
  private final Map<Dependency, Instant> reached = new EnumMap<>(Dependency.class);
  private final Map<Dependency, Instant> missed = new EnumMap<>(Dependency.class);

  private final Set<Dependency> unavailable = EnumSet.noneOf(Dependency.class);

  private boolean running;
  private boolean stopping;
  private long toWrite;
  private int inHand;
  private Instant lastStep;
  private Instant lastWrite;
  private Instant lastQueueAnswer;

  Health(Clock clock) {
    this.clock = clock;
    this.lastStep = clock.instant();
    this.lastWrite = lastStep;
    this.lastQueueAnswer = lastStep;
  }

  @Override
  public synchronized void started(QueueTraits queue) {
    running = true;
    reached(Dependency.QUEUE);
    reached(Dependency.DATABASE);
    lastWrite = clock.instant();
  }

  @Override
  public synchronized void received(int messages, long bytes, Duration took) {
    if (toWrite == 0) {
      lastWrite = clock.instant();
    }
    toWrite += messages;
    reached(Dependency.QUEUE);
  }

  @Override
  public synchronized void committed(
      List<? extends ParsedMessage> batch, WriteResult result, Duration took) {
    toWrite -= batch.size();
    reached(Dependency.DATABASE);
  }

  @Override
  public synchronized void left(RejectedMessage message) {
    toWrite--;
  }

  @Override
  public synchronized void discarded(DiscardedMessage message) {
    toWrite--;
  }

  @Override
  public synchronized void splitting(int messages, String sqlState) {
    reached(Dependency.DATABASE);
  }

  @Override
  public synchronized void timedOut(String messageId, String sqlState) {
    reached(Dependency.DATABASE);
  }

  @Override
  public synchronized void deleted(int messages) {
    reached(Dependency.QUEUE);
  }

  @Override
  public synchronized void extended(int messages) {
    reached(Dependency.QUEUE);
  }

  @Override
  public synchronized void released(int messages) {
    toWrite -= messages;
    reached(Dependency.QUEUE);
  }

  @Override
  public synchronized void gaveUp(String action, EntryFailure failure) {
    if (action.equals("give back")) {
      toWrite--;
    }
    reached(Dependency.QUEUE);
  }

  @Override
  public synchronized void outage(Dependency dependency, RuntimeException why, Duration pause) {
    unavailable.add(dependency);
    missed(dependency);
  }

  @Override
  public synchronized void recovered(Dependency dependency, Duration lasted) {
    unavailable.remove(dependency);
    reached(dependency);
  }

  @Override
  public synchronized void stepped(int messages, long bytes) {
    lastStep = clock.instant();
    inHand = messages;
    if (messages == 0) {
      toWrite = 0;
    }
  }

  @Override
  public synchronized void stopping(StopReason reason) {
    stopping = true;
  }

  /** The queue or the database has answered. */
  synchronized void reached(Dependency dependency) {
    reached.put(dependency, clock.instant());
    answered(dependency);
  }

  /** The queue or the database could not be reached. */
  synchronized void missed(Dependency dependency) {
    missed.put(dependency, clock.instant());
    answered(dependency);
  }

  private void answered(Dependency dependency) {
    if (dependency == Dependency.DATABASE) {
      lastWrite = clock.instant();
    } else {
      lastQueueAnswer = clock.instant();
    }
  }

  /** Which stages are stuck; empty while the consumer works. */
  synchronized String stuck() {
    StringJoiner stuck = new StringJoiner(", ");
    if (running && !stopping) {
      if (since(lastStep).compareTo(LONGEST_SILENCE) > 0) {
        stuck.add("the pipeline makes no steps");
      }
      // With deliveries held there is a heartbeat; without any, a receive is in flight.
      boolean receiving = inHand == 0 && unavailable.isEmpty();
      if (receiving && since(lastQueueAnswer).compareTo(LONGEST_SILENCE) > 0) {
        stuck.add("nothing is received");
      }
      if (toWrite > 0 && since(lastWrite).compareTo(LONGEST_WRITE) > 0) {
        stuck.add("nothing is written");
      }
    }
    return stuck.toString();
  }

  /** Why it is not ready; empty while it is. */
  synchronized String notReady() {
    if (!running) {
      return "the queue and the database have not both answered yet";
    } else if (stopping) {
      return "it is stopping";
    }
    StringJoiner complaint = new StringJoiner(", ");
    for (Dependency dependency : Dependency.values()) {
      Instant answered = reached.get(dependency);
      Instant failed = missed.get(dependency);
      boolean failing = failed != null && !failed.isBefore(answered);
      if (failing || since(answered).compareTo(LATELY) > 0) {
        complaint.add("the " + Metrics.label(dependency) + " was not reached recently");
      }
    }
    return complaint.toString();
  }

  private Duration since(Instant time) {
    return Duration.between(time, clock.instant());
  }
}

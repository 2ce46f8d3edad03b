package etl.metrics;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeEvent.Dependency;
import etl.consume.report.ConsumeListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
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

  /** When each has answered, or failed to, or had nothing to do. */
  private final Map<Dependency, Instant> heard = new EnumMap<>(Dependency.class);

  Health(Clock clock) {
    this.clock = clock;
    this.lastStep = clock.instant();
    heard.put(Dependency.QUEUE, lastStep);
    heard.put(Dependency.DATABASE, lastStep);
  }

  @Override
  public synchronized void on(ConsumeEvent event) {
    if (event instanceof ConsumeEvent.Started) {
      running = true;
      reached(Dependency.QUEUE);
      reached(Dependency.DATABASE);
    } else if (event instanceof ConsumeEvent.Received
        || event instanceof ConsumeEvent.Deleted
        || event instanceof ConsumeEvent.Extended
        || event instanceof ConsumeEvent.Released
        || event instanceof ConsumeEvent.GaveUp) {
      reached(Dependency.QUEUE);
    } else if (event instanceof ConsumeEvent.Committed
        || event instanceof ConsumeEvent.Splitting
        || event instanceof ConsumeEvent.TimedOut) {
      reached(Dependency.DATABASE);
    } else if (event instanceof ConsumeEvent.Outage outage) {
      unavailable.add(outage.dependency());
      missed(outage.dependency());
    } else if (event instanceof ConsumeEvent.Recovered recovered) {
      unavailable.remove(recovered.dependency());
      reached(recovered.dependency());
    } else if (event instanceof ConsumeEvent.Stepped step) {
      stepped(step);
    } else if (event instanceof ConsumeEvent.Stopping) {
      stopping = true;
    }
  }

  private void stepped(ConsumeEvent.Stepped step) {
    lastStep = clock.instant();
    inHand = step.inHand();
    if (toWrite == 0) {
      heard.put(Dependency.DATABASE, lastStep);
    }
    toWrite = step.counts().open();
  }

  /** The queue or the database has answered. */
  synchronized void reached(Dependency dependency) {
    reached.put(dependency, clock.instant());
    heard.put(dependency, clock.instant());
  }

  /** The queue or the database could not be reached. */
  synchronized void missed(Dependency dependency) {
    missed.put(dependency, clock.instant());
    heard.put(dependency, clock.instant());
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
      if (receiving && since(heard.get(Dependency.QUEUE)).compareTo(LONGEST_SILENCE) > 0) {
        stuck.add("nothing is received");
      }
      if (toWrite > 0 && since(heard.get(Dependency.DATABASE)).compareTo(LONGEST_WRITE) > 0) {
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
        complaint.add("the " + dependency.label() + " was not reached recently");
      }
    }
    return complaint.toString();
  }

  private Duration since(Instant time) {
    return Duration.between(time, clock.instant());
  }
}

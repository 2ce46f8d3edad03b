package etl.metrics;

import etl.consume.report.ConsumeListener;
import etl.consume.report.StopReason;
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
 * Whether a consumer works (alive) and whether it has reached both sides lately (ready).
 *
 * <p>It is stuck, and a restart would help, when something that must come to an end has not: every
 * call to the queue ends within about 33 seconds (its client's timeouts), so that even an idle
 * follower hears of a receive that often; every transaction ends within a few minutes (statements
 * time out after one each). An outage is an answer. Before the start, when a migration may rewrite
 * a large table, nothing is promised.
 */
final class Health implements ConsumeListener {
  /** More than any call to the queue takes. */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  /** More than any transaction takes. */
  static final Duration LONGEST_WRITE = Duration.ofMinutes(6);

  /** A side that was not reached for this long, is not known to be there. */
  static final Duration LATELY = Duration.ofMinutes(3);

  private final Clock clock;
  private final Map<Side, Instant> reached = new EnumMap<>(Side.class);
  private final Map<Side, Instant> missed = new EnumMap<>(Side.class);

  private final Set<Side> away = EnumSet.noneOf(Side.class);

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
    reached(Side.QUEUE);
    reached(Side.DATABASE);
    lastWrite = clock.instant();
  }

  @Override
  public synchronized void received(int messages, long bytes, Duration took) {
    if (toWrite == 0) {
      lastWrite = clock.instant();
    }
    toWrite += messages;
    reached(Side.QUEUE);
  }

  @Override
  public synchronized void committed(
      List<? extends ParsedMessage> batch, WriteResult result, Duration took) {
    toWrite -= batch.size();
    reached(Side.DATABASE);
  }

  @Override
  public synchronized void left(RejectedMessage message) {
    toWrite--;
  }

  @Override
  public synchronized void splitting(int messages, String sqlState) {
    reached(Side.DATABASE);
  }

  @Override
  public synchronized void deleted(int messages) {
    reached(Side.QUEUE);
  }

  @Override
  public synchronized void extended(int messages) {
    reached(Side.QUEUE);
  }

  @Override
  public synchronized void released(int messages) {
    toWrite -= messages;
    reached(Side.QUEUE);
  }

  @Override
  public synchronized void gaveUp(String action, EntryFailure failure) {
    if (action.equals("give back")) {
      toWrite--;
    }
    reached(Side.QUEUE);
  }

  @Override
  public synchronized void outage(Side side, RuntimeException why, Duration pause) {
    away.add(side);
    missed(side);
  }

  @Override
  public synchronized void recovered(Side side, Duration gone) {
    away.remove(side);
    reached(side);
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

  /** The side has answered. */
  synchronized void reached(Side side) {
    reached.put(side, clock.instant());
    answered(side);
  }

  /** The side could not be reached. */
  synchronized void missed(Side side) {
    missed.put(side, clock.instant());
    answered(side);
  }

  private void answered(Side side) {
    if (side == Side.DATABASE) {
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
        stuck.add("the pipeline takes no step");
      }
      // With messages in hand there is a heartbeat; without any, a receive is under way.
      boolean receiving = inHand == 0 && away.isEmpty();
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
      return "both sides have yet to answer";
    } else if (stopping) {
      return "it is stopping";
    }
    StringJoiner complaint = new StringJoiner(", ");
    for (Side side : Side.values()) {
      Instant answered = reached.get(side);
      Instant failed = missed.get(side);
      boolean failing = failed != null && !failed.isBefore(answered);
      if (failing || since(answered).compareTo(LATELY) > 0) {
        complaint.add("the " + Metrics.label(side) + " was not reached lately");
      }
    }
    return complaint.toString();
  }

  private Duration since(Instant time) {
    return Duration.between(time, clock.instant());
  }
}

package etl.consume;

import etl.event.Fault;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Stores what has gathered, by count or by time, in one transaction a batch. A batch that fails
 * because the database is away is tried again; one that is refused for its data is halved.
 */
final class Writing {
  /** How long what is in hand waits for a database that is away, before it is given back. */
  static final Duration HOLD = Duration.ofSeconds(60);

  /** What stays in hand after that, to find out by whether the database works again. */
  static final int PROBE = 10;

  private final Run run;
  private final Acknowledging acknowledging;
  private final Releasing releasing;
  private final Gathering gathering;
  private final Deque<Batch> again = new ArrayDeque<>();
  private final List<Bisection> bisections = new ArrayList<>();

  private final Set<Batch> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

  private int refusedInARow;

  Writing(Run run, Acknowledging acknowledging, Releasing releasing) {
    this.run = run;
    this.acknowledging = acknowledging;
    this.releasing = releasing;
    this.gathering = new Gathering(run.settings);
  }

  void add(Delivery delivery, Instant now) {
    gathering.add(delivery, now);
  }

  void step(Instant now) {
    if (run.givingBack(now)) {
      giveBack(0);
      if (run.ending.late(now)) {
        giveUp();
      }
      return;
    }
    if (run.databaseSide.lasts(HOLD, now)) {
      giveBack(PROBE);
    }
    while (underWay.size() < limit() && run.databaseSide.mayTry(now)) {
      Batch batch = next(now);
      if (batch == null) {
        return;
      }
      write(batch, now);
    }
  }

  /** Nothing waits to be written and nothing is being written. */
  boolean idle() {
    return underWay.isEmpty() && gathering.isEmpty() && again.isEmpty();
  }

  private int limit() {
    // Two transactions at once could store a group's messages in the wrong order.
    return run.traits.fifo() ? 1 : run.settings.writers();
  }

  private Batch next(Instant now) {
    if (!again.isEmpty()) {
      return again.poll();
    }
    boolean due = gathering.due(now) || (run.ending.begun() && !gathering.isEmpty());
    return due ? new Batch(gathering.take(now), null) : null;
  }

  private void write(Batch batch, Instant now) {
    underWay.add(batch);
    batch.deliveries().forEach(delivery -> delivery.stage(Delivery.Stage.WRITING));
    List<ParsedMessage> messages = batch.deliveries().stream().map(Delivery::parsed).toList();
    boolean fifo = run.traits.fifo();
    run.callStore(
        () -> run.store.write(fifo ? WriteBatch.inOrder(messages) : WriteBatch.sorted(messages)),
        result -> {
          if (underWay.remove(batch)) {
            written(batch, messages, result, now);
          }
        },
        why -> {
          if (underWay.remove(batch)) {
            failed(batch, why);
          }
        });
  }

  private void written(
      Batch batch, List<ParsedMessage> messages, WriteResult result, Instant sent) {
    Instant now = run.now();
    run.listener.committed(messages, result, Duration.between(sent, now));
    for (ParsedMessage message : messages) {
      if (message instanceof RejectedMessage reject) {
        run.listener.rejected(reject);
      } else if (batch.bisection() == null || run.traits.fifo()) {
        refusedInARow = 0;
      }
    }
    if (run.settings.dryRun()) {
      batch.deliveries().forEach(run::hold);
      return;
    }
    run.tally.committed(batch.size(), result, now);
    for (Delivery delivery : batch.deliveries()) {
      run.settle(delivery);
      acknowledging.add(delivery, now);
    }
    if (batch.bisection() != null) {
      batch.bisection().stored();
      conclude(batch.bisection());
    }
  }

  private void failed(Batch batch, RuntimeException why) {
    batch.deliveries().forEach(delivery -> delivery.stage(Delivery.Stage.WAITING));
    if (why instanceof StoreException e && e.fault() == Fault.DATA) {
      refused(batch, e);
    } else {
      again.addFirst(batch);
    }
  }

  private void refused(Batch batch, StoreException why) {
    Bisection bisection = bisectionOf(batch);
    Delivery first = batch.deliveries().get(0);
    if (batch.size() > 1) {
      run.listener.splitting(batch.size(), why.sqlState());
      List<Batch> halves = bisection.split(batch);
      again.addFirst(halves.get(1));
      again.addFirst(halves.get(0));
    } else if (first.parsed() instanceof RejectedMessage) {
      run.ending.fail(doesNotFit("the database refuses even to keep rejected messages", why));
    } else {
      first.reject(RejectedMessage.refusal(why.sqlState()));
      refused(first, bisection, why);
    }
  }

  private Bisection bisectionOf(Batch batch) {
    if (batch.bisection() != null && !batch.bisection().cancelled()) {
      return batch.bisection();
    }
    Bisection bisection = new Bisection(batch.size());
    bisections.removeIf(known -> known.complete() || known.cancelled());
    bisections.add(bisection);
    return bisection;
  }

  private void refused(Delivery alone, Bisection bisection, StoreException why) {
    bisection.refused(alone, why.sqlState());
    boolean atOnce = run.traits.fifo() || bisection.size() == 1;
    refusedInARow += atOnce ? 1 : 0;
    if (bisection.systematic() || refusedInARow >= Bisection.FEW) {
      run.ending.fail(doesNotFit("the database refuses message after message", why));
    } else if (atOnce) {
      // On a FIFO queue, what follows in its group must not be deleted before it.
      reject(List.of(alone));
    } else {
      conclude(bisection);
    }
  }

  private static StoreException doesNotFit(String what, StoreException why) {
    String where = " (" + why.getMessage() + "): the tables do not fit the events";
    return new StoreException(Fault.CONFIGURATION, why.sqlState(), what + where, why);
  }

  private void conclude(Bisection bisection) {
    if (bisection.complete() && !run.traits.fifo() && !bisection.refused().isEmpty()) {
      reject(bisection.refused());
    }
  }

  private void reject(List<Delivery> refused) {
    if (run.leavesRejects()) {
      for (Delivery delivery : refused) {
        run.leave(delivery, (RejectedMessage) delivery.parsed());
        acknowledging.keepBehind(delivery);
      }
    } else {
      again.addFirst(new Batch(refused, null));
    }
  }

  /** Gives back all that waits to be written but the first few. */
  private void giveBack(int keep) {
    List<Delivery> waiting =
        run.inHand.stream().filter(d -> d.stage() == Delivery.Stage.WAITING).toList();
    if (waiting.size() <= keep) {
      return;
    }
    gathering.clear();
    again.clear();
    bisections.forEach(Bisection::cancel);
    if (keep > 0) {
      again.add(new Batch(waiting.subList(0, keep), null));
    }
    waiting.subList(keep, waiting.size()).forEach(releasing::add);
  }

  /**
   * Gives back what is being written, too, since it takes too long. Should it be committed after
   * all, its next delivery is a duplicate.
   */
  private void giveUp() {
    underWay.stream().flatMap(batch -> batch.deliveries().stream()).forEach(releasing::add);
    underWay.clear();
  }

  /** When to step again although nothing was answered. */
  Instant wakeUp(Instant now) {
    if (run.databaseSide.away()) {
      Instant holdEnds = run.databaseSide.since().plus(HOLD);
      Instant nextTry = run.databaseSide.nextTry();
      return now.isBefore(holdEnds) && holdEnds.isBefore(nextTry) ? holdEnds : nextTry;
    }
    return underWay.size() < limit() ? gathering.dueAt() : Instant.MAX;
  }
}

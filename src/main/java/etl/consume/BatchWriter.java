package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores accumulated deliveries, one transaction per batch. A batch that fails because the database
 * is unavailable is retried; one that the database refuses for its data is bisected, and one that
 * it cancels is written in smaller parts.
 */
final class BatchWriter {
  /** How long deliveries are held while the database is unavailable, before they are given back. */
  static final Duration HOLD = Duration.ofSeconds(60);

  /** How many are kept after that, to probe whether the database is back. */
  static final int PROBE = 10;

  private final Run run;
  private final DelayedDeletes delayedDeletes;
  private final Releaser releaser;
  private final WriteQueue writeQueue;
  private final WritesUnderWay underWay;

  /** How often what waited was given back, whereby all bisections have become void. */
  private int round;

  /** Ids of the distinct messages refused since the last good one. */
  private final Set<String> refusedInARow = new HashSet<>();

  BatchWriter(Run run, DelayedDeletes delayedDeletes, Releaser releaser) {
    this.run = run;
    this.delayedDeletes = delayedDeletes;
    this.releaser = releaser;
    this.writeQueue = new WriteQueue(run.settings, run.batchLimit);
    this.underWay = new WritesUnderWay(run.settings.memory());
  }

  void add(Delivery delivery, Instant now) {
    writeQueue.add(delivery, now);
  }

  void step(Instant now) {
    if (run.givingBack(now)) {
      giveBack(0);
      boolean hopeless = run.databaseBreaker.isOpen() && !now.isBefore(run.ending.patienceEnds());
      if (hopeless || run.ending.late(now)) {
        giveUp();
      }
      return;
    }
    if (run.databaseBreaker.lasts(HOLD, now)) {
      giveBack(PROBE);
    }
    while (underWay.size() < limit() && run.databaseBreaker.mayTry(now)) {
      Batch batch = writeQueue.next(run.ending.begun(), now);
      if (batch == null) {
        return;
      } else if (!underWay.hasRoom(batch)) {
        writeQueue.addFirst(batch);
        return;
      }
      write(batch, now);
    }
  }

  /** Whether nothing waits to be written or is being written. */
  boolean idle() {
    return underWay.size() == 0 && writeQueue.isEmpty();
  }

  private int limit() {
    // Two concurrent transactions could store a group's messages in the wrong order.
    return run.traits.fifo() ? 1 : run.settings.writers();
  }

  private void write(Batch batch, Instant now) {
    underWay.add(batch);
    batch.deliveries().forEach(delivery -> delivery.stage(Delivery.Stage.WRITING));
    List<ParsedMessage> messages = batch.messages();
    boolean fifo = run.traits.fifo();
    run.callStore(
        () -> run.store.write(fifo ? WriteBatch.inOrder(messages) : WriteBatch.sorted(messages)),
        result -> {
          if (underWay.remove(batch)) {
            written(batch, result, now);
          }
        },
        why -> {
          if (underWay.remove(batch)) {
            failed(batch, why);
          }
        });
  }

  private void written(Batch batch, WriteResult result, Instant sent) {
    Instant now = run.now();
    run.committed(batch);
    run.listener.on(
        new ConsumeEvent.Committed(batch.messages(), result, Duration.between(sent, now)));
    boolean passes = batch.messages().stream().anyMatch(m -> !(m instanceof RejectedMessage));
    if (passes && (batch.bisection() == null || run.traits.fifo())) {
      refusedInARow.clear();
    }
    if (run.settings.dryRun()) {
      batch.deliveries().forEach(run::hold);
      return;
    }
    run.counters.committed(batch.size(), result, now);
    batch.deliveries().forEach(run::settle);
    delayedDeletes.add(batch.deliveries(), result.timeline(), now);
    partDone(batch);
  }

  private void failed(Batch batch, RuntimeException why) {
    batch.deliveries().forEach(delivery -> delivery.stage(Delivery.Stage.WAITING));
    switch (StoreException.faultOf(why)) {
      case DATA -> refused(batch, (StoreException) why);
      case NOT_REPLICATED -> notReplicated(batch);
      case TOO_LARGE -> tooLarge(batch, (StoreException) why);
      default -> writeQueue.addFirst(batch);
    }
  }

  /** It is written again: that finds it stored, and waits for the standby once more. */
  private void notReplicated(Batch batch) {
    run.listener.on(new ConsumeEvent.NotReplicated(batch.size()));
    writeQueue.addFirst(batch);
  }

  private void tooLarge(Batch batch, StoreException why) {
    if (run.mayRetry(batch, why)) {
      writeQueue.addFirst(batch);
      return;
    }
    Delivery alone = batch.deliveries().get(0);
    giveBackAll(run.followersOf(alone));
    releaser.add(alone);
    partDone(batch);
  }

  private void refused(Batch batch, StoreException why) {
    Bisection known = batch.bisection();
    Bisection bisection =
        known != null && known.round() == round ? known : new Bisection(batch.size(), round);
    Delivery first = batch.deliveries().get(0);
    if (batch.size() > 1) {
      run.listener.on(new ConsumeEvent.Splitting(batch.size(), why.sqlState()));
      List<Batch> halves = batch.halves(bisection);
      writeQueue.addFirst(halves.get(1));
      writeQueue.addFirst(halves.get(0));
    } else if (first.parsed() instanceof RejectedMessage) {
      run.ending.fail(Bisection.tablesDoNotFit("the database refuses even rejected messages", why));
    } else {
      run.rejectStreak.rejected(first.reject(RejectedMessage.refusal(why)));
      refused(first, bisection, why);
    }
  }

  private void refused(Delivery alone, Bisection bisection, StoreException why) {
    bisection.refused(alone, why.sqlState());
    boolean atOnce = run.traits.fifo() || bisection.size() == 1;
    if (atOnce) {
      refusedInARow.add(alone.receipt().messageId());
    }
    if (bisection.hopeless(why.sqlState(), run.rowsPass) || refusedInARow.size() >= Bisection.FEW) {
      run.ending.fail(
          Bisection.tablesDoNotFit("the database refuses one message after another", why));
    } else if (atOnce) {
      // On a FIFO queue, later messages of its group must not be deleted before it.
      reject(List.of(alone));
    } else {
      conclude(bisection);
    }
  }

  private void partDone(Batch part) {
    if (part.bisection() != null) {
      part.bisection().stored();
      conclude(part.bisection());
    }
  }

  private void conclude(Bisection bisection) {
    boolean known = bisection.round() == round && bisection.complete();
    if (known && !run.traits.fifo() && !bisection.refused().isEmpty()) {
      reject(bisection.refused());
    }
  }

  private void reject(List<Delivery> refused) {
    if (run.leavesRejects()) {
      for (Delivery delivery : refused) {
        giveBackAll(run.followersOf(delivery));
        run.leave(delivery, (RejectedMessage) delivery.parsed());
      }
    } else {
      writeQueue.addFirst(new Batch(refused, null));
    }
  }

  /** Gives back the messages that follow one left on the queue, so that they stay behind it. */
  private void giveBackAll(List<Delivery> followers) {
    Set<Delivery> back = new LinkedHashSet<>(followers);
    back.removeIf(follower -> follower.stage() != Delivery.Stage.WAITING);
    writeQueue.remove(back);
    back.forEach(releaser::add);
  }

  /** Gives back everything that waits to be written, except the first few. */
  private void giveBack(int keep) {
    if (run.unsettled() == 0) {
      return;
    }
    List<Delivery> all =
        run.inHand.stream().filter(d -> d.stage() == Delivery.Stage.WAITING).toList();
    if (all.size() <= keep) {
      return;
    }
    writeQueue.clear();
    round++;
    if (keep > 0) {
      writeQueue.addFirst(new Batch(all.subList(0, keep), null));
    }
    all.subList(keep, all.size()).forEach(releaser::add);
  }

  /**
   * Gives back the batches being written too, since they take too long. If one is committed after
   * all, its redelivery is a duplicate.
   */
  private void giveUp() {
    underWay.giveUp().forEach(batch -> batch.deliveries().forEach(releaser::add));
  }

  Instant wakeUp(Instant now) {
    if (run.databaseBreaker.isOpen()) {
      Instant holdEnds = run.databaseBreaker.since().plus(HOLD);
      Instant nextTry = run.databaseBreaker.nextTry();
      return now.isBefore(holdEnds) && holdEnds.isBefore(nextTry) ? holdEnds : nextTry;
    }
    return underWay.size() < limit() && !underWay.isCrowded() ? writeQueue.dueAt() : Instant.MAX;
  }
}

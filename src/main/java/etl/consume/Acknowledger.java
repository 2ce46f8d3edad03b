package etl.consume;

import etl.consume.limit.ConcurrencyLimit;
import etl.consume.report.ConsumeEvent;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.QueueException;
import etl.event.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes committed deliveries from the queue, in full batches where possible. A failed entry is
 * retried a few times and then left for redelivery, which the store absorbs as a duplicate. On a
 * FIFO queue, no message is deleted before an earlier one of its group.
 */
final class Acknowledger {
  /** How long an incomplete batch of deletes waits for more. */
  static final Duration LINGER = Duration.ofMillis(200);

  static final int MOST_TRIES = 3;

  /** So many calls follow one another on a thread: to wake one for each costs more. */
  private static final int MOST_IN_A_ROW = 3;

  private final Run run;
  private final ConcurrencyLimit concurrency = new ConcurrencyLimit();
  private final LinkedList<Delivery> pending = new LinkedList<>();
  private final Set<String> busyGroups = new HashSet<>();

  private Instant oldest = Instant.MAX;
  private int underWay;

  Acknowledger(Run run) {
    this.run = run;
  }

  void add(Delivery delivery, Instant now) {
    if (delivery.keptOnQueue) {
      run.letGo(delivery);
      return;
    }
    if (pending.isEmpty()) {
      oldest = now;
    }
    pending.add(delivery);
  }

  void step(Instant now) {
    while (underWay < limit() && due(now) && run.queueBreaker.mayTry(now)) {
      List<Delivery> batch = next();
      if (batch.isEmpty()) {
        return;
      }
      oldest = pending.isEmpty() ? Instant.MAX : now;
      delete(batch, now);
    }
  }

  private int limit() {
    return concurrency.worthwhile(run.settings.receivers());
  }

  private boolean due(Instant now) {
    return pending.size() >= EventQueue.BATCH_LIMIT
        || (!pending.isEmpty() && (run.ending.begun() || !now.isBefore(oldest.plus(LINGER))));
  }

  private List<Delivery> next() {
    int calls = Math.max(1, Math.min(MOST_IN_A_ROW, pending.size() / EventQueue.BATCH_LIMIT));
    List<Delivery> batch = new ArrayList<>();
    Set<String> passedOver = new HashSet<>();
    Iterator<Delivery> waiting = pending.iterator();
    while (waiting.hasNext() && batch.size() < calls * EventQueue.BATCH_LIMIT) {
      Delivery delivery = waiting.next();
      String group = delivery.receipt().groupId();
      // Entries can fail individually, so each group has at most one in flight.
      if (!run.traits.fifo() || (!passedOver.contains(group) && busyGroups.add(group))) {
        batch.add(delivery);
        waiting.remove();
      } else {
        passedOver.add(group);
      }
    }
    return batch;
  }

  private void delete(List<Delivery> batch, Instant sent) {
    underWay++;
    run.callQueue(
        batch,
        this::deleted,
        failures -> {
          int calls = (batch.size() + EventQueue.BATCH_LIMIT - 1) / EventQueue.BATCH_LIMIT;
          concurrency.took(Duration.between(sent, run.now()).dividedBy(calls));
          ended(batch);
          answered(batch, failures);
        },
        () -> {
          ended(batch);
          pending.addAll(0, batch);
          oldest = run.now();
        });
  }

  /** On the call's thread. */
  private List<EntryFailure> deleted(List<Receipt> receipts) {
    List<EntryFailure> failures = new ArrayList<>();
    for (int from = 0; from < receipts.size(); from += EventQueue.BATCH_LIMIT) {
      int to = Math.min(receipts.size(), from + EventQueue.BATCH_LIMIT);
      try {
        failures.addAll(run.queue.delete(receipts.subList(from, to)));
      } catch (QueueException e) {
        if (from == 0) {
          throw e;
        }
        // Those before are deleted. The rest is tried again, and so meets the failure first.
        receipts.stream().skip(from).map(EntryFailure::notAnswered).forEach(failures::add);
        return failures;
      }
    }
    return failures;
  }

  private void ended(List<Delivery> batch) {
    underWay--;
    batch.forEach(delivery -> busyGroups.remove(delivery.receipt().groupId()));
  }

  private void answered(List<Delivery> batch, Map<Receipt, EntryFailure> failures) {
    run.counters.deleted(batch.size() - failures.size());
    run.listener.on(new ConsumeEvent.Deleted(batch.size() - failures.size()));
    for (Delivery delivery : batch) {
      EntryFailure failure = failures.get(delivery.receipt());
      if (failure == null) {
        run.letGo(delivery);
      } else if (failure.retryable() && ++delivery.failedDeletes < MOST_TRIES) {
        pending.addFirst(delivery);
        oldest = run.now();
      } else {
        giveUp(delivery, failure);
      }
    }
  }

  private void giveUp(Delivery delivery, EntryFailure failure) {
    run.listener.on(new ConsumeEvent.GaveUp(ConsumeEvent.Action.DELETE, failure));
    // Later messages of its group may be stored, but must stay behind it on the queue.
    run.followersOf(delivery).forEach(later -> later.keptOnQueue = true);
    run.letGo(delivery);
    List<Delivery> kept = pending.stream().filter(later -> later.keptOnQueue).toList();
    pending.removeAll(kept);
    kept.forEach(run::letGo);
  }

  Instant wakeUp() {
    return pending.isEmpty() || underWay >= limit() ? Instant.MAX : oldest.plus(LINGER);
  }
}

package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps deliveries in hand invisible to other consumers: extends each by the queue's own visibility
 * timeout when half of that has passed, and one whose delete is delayed once for the whole delay.
 */
final class Heartbeat {
  private final Run run;

  private final Deque<Delivery> due = new ArrayDeque<>();

  private Instant nextBeat = Instant.MIN;
  private int underWay;

  Heartbeat(Run run) {
    this.run = run;
  }

  /** Deliveries that are invisible since then are in hand; they may be due before all others. */
  void watch(Instant invisibleSince) {
    long half = run.traits.visibilityTimeout().toNanos() / 2;
    nextBeat = earlier(nextBeat, invisibleSince.plusNanos(half));
  }

  void step(Instant now) {
    Duration timeout = run.traits.visibilityTimeout();
    if (timeout.isZero()) {
      return;
    }
    if (due.isEmpty() && !now.isBefore(nextBeat)) {
      look(timeout, now);
    }
    while (underWay < run.settings.receivers() && run.queueBreaker.mayTry(now)) {
      List<Delivery> batch = next();
      if (batch.isEmpty()) {
        return;
      }
      extend(batch, extension(batch, timeout, now), now);
    }
  }

  /** Looks at each delivery in hand, of which there can be many: not at every step. */
  private void look(Duration timeout, Instant now) {
    // Those that are due soon share the call.
    Instant soon = now.plus(timeout.dividedBy(2)).plus(timeout.dividedBy(8));
    // What is received from now on is watched when it comes.
    Instant next = now.plus(timeout.dividedBy(2));
    for (Delivery delivery : run.inHand) {
      if (delivery.wantsHeartbeat()) {
        if (soon.isBefore(delivery.invisibleUntil)) {
          next = earlier(next, delivery.invisibleUntil.minus(timeout.dividedBy(2)));
        } else {
          due.add(delivery);
        }
      }
    }
    nextBeat = next;
  }

  /**
   * Whether deliveries are about to become visible because they are more than can be extended in
   * time. Those that came twice would be still more.
   */
  boolean isBehind(Instant now) {
    Delivery first = first();
    if (first == null) {
      return false;
    }
    Duration quarter = run.traits.visibilityTimeout().dividedBy(4);
    return now.isAfter(first.invisibleUntil.minus(quarter));
  }

  /** The next that can share a call: those that wait for their delete, or the others. */
  private List<Delivery> next() {
    List<Delivery> batch = new ArrayList<>(EventQueue.BATCH_LIMIT);
    for (Delivery next = first();
        next != null
            && batch.size() < EventQueue.BATCH_LIMIT
            && (batch.isEmpty() || next.isKept() == batch.get(0).isKept());
        next = first()) {
      batch.add(due.remove());
    }
    return batch;
  }

  /** The next one that is due and still to be extended; null for none. */
  private Delivery first() {
    while (!due.isEmpty() && !(due.peek().wantsHeartbeat() && run.inHand.contains(due.peek()))) {
      due.remove();
    }
    return due.peek();
  }

  /** So long that the batch is invisible until it is deleted, and somewhat beyond. */
  private static Duration extension(List<Delivery> batch, Duration timeout, Instant now) {
    Duration longest = timeout;
    for (Delivery delivery : batch) {
      if (delivery.isKept()) {
        Duration needed = Duration.between(now, delivery.keptUntil).plus(timeout);
        longest = needed.compareTo(longest) > 0 ? needed : longest;
      }
    }
    return longest;
  }

  private void extend(List<Delivery> batch, Duration extension, Instant sent) {
    underWay++;
    batch.forEach(delivery -> delivery.extending = true);
    run.callQueue(
        batch,
        receipts -> run.queue.changeVisibility(receipts, extension),
        failures -> {
          ended(batch);
          run.listener.on(new ConsumeEvent.Extended(batch.size() - failures.size()));
          for (Delivery delivery : batch) {
            EntryFailure failure = failures.get(delivery.receipt());
            if (failure == null) {
              delivery.invisibleUntil = sent.plus(extension);
            } else {
              failed(delivery, failure);
            }
          }
        },
        () -> {
          ended(batch);
          nextBeat = Instant.MIN;
        });
  }

  private void ended(List<Delivery> batch) {
    underWay--;
    batch.forEach(delivery -> delivery.extending = false);
  }

  private void failed(Delivery delivery, EntryFailure failure) {
    if (failure.retryable()) {
      // There is time for a few more tries before the timeout ends.
      nextBeat = earlier(nextBeat, run.now().plus(run.traits.visibilityTimeout().dividedBy(8)));
      return;
    }
    delivery.extendable = false;
    // A stored one may just have been deleted; if it was not, its delete reports that.
    if (delivery.stage() != Delivery.Stage.SETTLED) {
      run.listener.on(new ConsumeEvent.GaveUp(ConsumeEvent.Action.EXTEND, failure));
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  Instant wakeUp() {
    return run.inHand.isEmpty() || !due.isEmpty() ? Instant.MAX : nextBeat;
  }
}

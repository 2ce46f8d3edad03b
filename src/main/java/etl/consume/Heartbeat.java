package etl.consume;

import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps unsettled deliveries invisible to other consumers: extends each by the queue's own
 * visibility timeout when half of that has passed.
 */
final class Heartbeat {
  private final Run run;

  private final Deque<Delivery> due = new ArrayDeque<>();

  private Instant nextBeat = Instant.MIN;
  private int underWay;

  Heartbeat(Run run) {
    this.run = run;
  }

  /** Another delivery is in hand; it may be due before all others. */
  void watch(Delivery delivery) {
    Duration half = run.traits.visibilityTimeout().dividedBy(2);
    nextBeat = earlier(nextBeat, delivery.invisibleUntil().minus(half));
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
      extend(batch, timeout, now);
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
        if (soon.isBefore(delivery.invisibleUntil())) {
          next = earlier(next, delivery.invisibleUntil().minus(timeout.dividedBy(2)));
        } else {
          due.add(delivery);
        }
      }
    }
    nextBeat = next;
  }

  private List<Delivery> next() {
    List<Delivery> batch = new ArrayList<>(EventQueue.BATCH_LIMIT);
    while (!due.isEmpty() && batch.size() < EventQueue.BATCH_LIMIT) {
      Delivery delivery = due.remove();
      if (delivery.wantsHeartbeat() && run.inHand.contains(delivery)) {
        batch.add(delivery);
      }
    }
    return batch;
  }

  private void extend(List<Delivery> batch, Duration timeout, Instant sent) {
    underWay++;
    batch.forEach(delivery -> delivery.extending(true));
    run.callQueue(
        () -> run.queue.changeVisibility(batch.stream().map(Delivery::receipt).toList(), timeout),
        failures -> {
          underWay--;
          Set<Receipt> failed = new HashSet<>();
          for (EntryFailure failure : failures) {
            failed.add(failure.receipt());
          }
          for (Delivery delivery : batch) {
            delivery.extending(false);
            if (!failed.contains(delivery.receipt())) {
              delivery.invisibleUntil(sent.plus(timeout));
            }
          }
          failures.forEach(failure -> failed(batch, failure, timeout));
          run.listener.extended(batch.size() - failures.size());
        },
        () -> {
          underWay--;
          batch.forEach(delivery -> delivery.extending(false));
          nextBeat = Instant.MIN;
        });
  }

  private void failed(List<Delivery> batch, EntryFailure failure, Duration timeout) {
    if (failure.retryable()) {
      // There is time for a few more tries before the timeout ends.
      nextBeat = earlier(nextBeat, run.now().plus(timeout.dividedBy(8)));
      return;
    }
    for (Delivery delivery : batch) {
      if (delivery.receipt().equals(failure.receipt())) {
        delivery.notExtendable();
        // A stored one may just have been deleted; if it was not, its delete reports that.
        if (delivery.stage() != Delivery.Stage.SETTLED) {
          run.listener.gaveUp("extend", failure);
        }
      }
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** When to step again even if no call completes. */
  Instant wakeUp() {
    return run.inHand.isEmpty() || !due.isEmpty() ? Instant.MAX : nextBeat;
  }
}

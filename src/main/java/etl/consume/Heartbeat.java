package etl.consume;

import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps unsettled deliveries invisible to other consumers: extends each by the queue's own
 * visibility timeout when half of that has passed.
 */
final class Heartbeat {
  private final Run run;

  private Instant nextBeat = Instant.MIN;

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
    if (timeout.isZero() || now.isBefore(nextBeat) || !run.queueBreaker.mayTry(now)) {
      return;
    }
    // Those that are due soon share the call.
    Instant soon = now.plus(timeout.dividedBy(2)).plus(timeout.dividedBy(8));
    List<Delivery> due =
        cared().filter(delivery -> !soon.isBefore(delivery.invisibleUntil())).toList();
    for (int i = 0; i < due.size() && run.queueBreaker.mayTry(now); i += EventQueue.BATCH_LIMIT) {
      extend(due.subList(i, Math.min(due.size(), i + EventQueue.BATCH_LIMIT)), timeout, now);
    }
    // What is received from now on is watched when it comes.
    Instant latest = now.plus(timeout.dividedBy(2));
    nextBeat =
        cared()
            .map(delivery -> delivery.invisibleUntil().minus(timeout.dividedBy(2)))
            .filter(latest::isAfter)
            .min(Instant::compareTo)
            .orElse(latest);
  }

  private Stream<Delivery> cared() {
    return run.inHand.stream().filter(Delivery::wantsHeartbeat);
  }

  private void extend(List<Delivery> batch, Duration timeout, Instant sent) {
    batch.forEach(delivery -> delivery.extending(true));
    run.callQueue(
        () -> run.queue.changeVisibility(batch.stream().map(Delivery::receipt).toList(), timeout),
        failures -> {
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
    return run.inHand.isEmpty() ? Instant.MAX : nextBeat;
  }
}

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
 * Keeps everything in hand invisible to others: extends each delivery by the queue's own visibility
 * timeout when half of it has passed.
 */
final class Heartbeat {
  private final Run run;

  private Instant nextBeat = Instant.MIN;

  Heartbeat(Run run) {
    this.run = run;
  }

  void step(Instant now) {
    Duration timeout = run.traits.visibilityTimeout();
    if (timeout.isZero() || now.isBefore(nextBeat) || !run.queueBreaker.mayTry(now)) {
      return;
    }
    // Those that would follow soon share the call.
    Instant soon = now.plus(timeout.dividedBy(2)).plus(timeout.dividedBy(8));
    List<Delivery> due =
        cared().filter(delivery -> !soon.isBefore(delivery.invisibleUntil())).toList();
    for (int i = 0; i < due.size() && run.queueBreaker.mayTry(now); i += EventQueue.BATCH_LIMIT) {
      extend(due.subList(i, Math.min(due.size(), i + EventQueue.BATCH_LIMIT)), timeout, now);
    }
    // What is received from now on is not due before that either.
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
      // There is time for some more tries before the timeout ends.
      nextBeat = earlier(nextBeat, run.now().plus(timeout.dividedBy(8)));
      return;
    }
    for (Delivery delivery : batch) {
      if (delivery.receipt().equals(failure.receipt())) {
        delivery.notExtendable();
        // What is stored already may just have been deleted; if it was not, its delete tells.
        if (delivery.stage() != Delivery.Stage.SETTLED) {
          run.listener.gaveUp("extend", failure);
        }
      }
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** When to step again although nothing was answered. */
  Instant wakeUp() {
    return run.inHand.isEmpty() ? Instant.MAX : nextBeat;
  }
}

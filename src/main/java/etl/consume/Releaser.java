package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Gives deliveries back to the queue (visibility timeout 0), so that others receive them at once.
 */
final class Releaser {
  private final Run run;
  private final Deque<Delivery> pending = new ArrayDeque<>();

  private int underWay;

  Releaser(Run run) {
    this.run = run;
  }

  /** The delivery counts as released from now on, even if the call to the queue fails. */
  void add(Delivery delivery) {
    run.counters.released();
    run.settle(delivery);
    addSettled(delivery);
  }

  /** The same for what is counted already: it is stored, and its next delivery is a duplicate. */
  void addSettled(Delivery delivery) {
    delivery.extendable = false;
    pending.add(delivery);
  }

  void step(Instant now) {
    while (underWay < run.settings.receivers() && run.queueBreaker.mayTry(now)) {
      List<Delivery> batch = next();
      if (batch.isEmpty()) {
        return;
      }
      release(batch);
    }
  }

  private List<Delivery> next() {
    List<Delivery> batch = new ArrayList<>(EventQueue.BATCH_LIMIT);
    Iterator<Delivery> waiting = pending.iterator();
    while (waiting.hasNext() && batch.size() < EventQueue.BATCH_LIMIT) {
      Delivery delivery = waiting.next();
      // An extension that arrives after the release would hide the message again.
      if (!delivery.extending) {
        batch.add(delivery);
        waiting.remove();
      }
    }
    return batch;
  }

  private void release(List<Delivery> batch) {
    underWay++;
    run.callQueue(
        batch,
        receipts -> run.queue.changeVisibility(receipts, Duration.ZERO),
        failures -> {
          underWay--;
          run.silence.broken(run.now());
          run.listener.on(new ConsumeEvent.Released(batch.size() - failures.size()));
          // A message that cannot be given back returns by itself when its visibility timeout ends.
          for (EntryFailure failure : failures.values()) {
            run.listener.on(new ConsumeEvent.GaveUp(ConsumeEvent.Action.GIVE_BACK, failure));
          }
          batch.forEach(run::letGo);
        },
        () -> {
          underWay--;
          run.silence.broken(run.now());
          pending.addAll(batch);
        });
  }
}

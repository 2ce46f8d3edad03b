package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.StopReason;
import etl.event.QueueTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The stages of one run. The caller steps it after each completed call and at each {@link #wakeUp},
 * until it has {@link #ended}. It knows neither threads nor the wall clock.
 */
final class Pipeline {
  /** How long an end with a deadline waits for an unavailable queue before it gives up. */
  static final Duration QUEUE_PATIENCE = Duration.ofSeconds(5);

  private final Run run;
  private final Receiver receiver;
  private final BatchWriter writer;
  private final Acknowledger acknowledger;
  private final DelayedDeletes delayedDeletes;
  private final Releaser releaser;
  private final Heartbeat heartbeat;
  private final Instant lastDay;

  private Instant lastStep = Instant.MIN;
  private boolean opening;
  private boolean preparing;
  private boolean prepared;
  private boolean ended;

  Pipeline(Run run) {
    this.run = run;
    this.acknowledger = new Acknowledger(run);
    this.releaser = new Releaser(run);
    this.delayedDeletes = new DelayedDeletes(run, acknowledger, releaser);
    this.writer = new BatchWriter(run, delayedDeletes, releaser);
    this.heartbeat = new Heartbeat(run);
    this.receiver = new Receiver(run, writer, acknowledger, releaser, heartbeat);
    boolean forever = run.settings.maxDuration().equals(ConsumeSettings.FOREVER);
    this.lastDay = forever ? Instant.MAX : run.now().plus(run.settings.maxDuration());
  }

  void step() {
    Instant now = run.now();
    lastStep = now;
    decideToStop(now);
    if (started()) {
      // The releaser comes last: the stages before it decide what is given back.
      receiver.step(now);
      writer.step(now);
      delayedDeletes.step(now);
      acknowledger.step(now);
      heartbeat.step(now);
      if (run.ending.begun() && run.holds()) {
        giveBackHeld();
      }
      releaser.step(now);
    } else if (!run.ending.begun()) {
      open(now);
    }
    decideToEnd(now);
    run.listener.on(
        new ConsumeEvent.Stepped(run.inHand.size(), run.budget.used(), run.counters.counts()));
  }

  boolean ended() {
    return ended;
  }

  /** When to step again even if no call completes: {@link Instant#MAX} for never. */
  Instant wakeUp() {
    Instant next =
        next(
            lastDay,
            run.ending.patienceEnds(),
            run.ending.softDeadline(),
            run.ending.hardDeadline(),
            patienceEnds(run.queueBreaker),
            patienceEnds(run.databaseBreaker),
            run.queueBreaker.nextTry(),
            run.databaseBreaker.nextTry());
    return started()
        ? next(
            next,
            receiver.wakeUp(lastStep),
            writer.wakeUp(lastStep),
            delayedDeletes.wakeUp(),
            acknowledger.wakeUp(),
            heartbeat.wakeUp())
        : next;
  }

  /** The earliest: what was due at the last step is done, or waits for a call to complete. */
  private Instant next(Instant... times) {
    Instant next = Instant.MAX;
    for (Instant time : times) {
      next = lastStep.isBefore(time) && time.isBefore(next) ? time : next;
    }
    return next;
  }

  private boolean started() {
    return prepared && run.traits != null;
  }

  private void open(Instant now) {
    if (run.traits == null && !opening && run.queueBreaker.mayTry(now)) {
      opening = true;
      run.callQueue(run.queue::open, this::opened, () -> opening = false);
    }
    if (!prepared && !preparing && run.databaseBreaker.mayTry(now)) {
      preparing = true;
      run.callStore(
          () -> {
            run.store.prepareTables();
            return !run.settings.delaysDeletes() || !run.store.timeline().isEmpty();
          },
          this::prepared,
          why -> preparing = false);
    }
  }

  private void opened(QueueTraits traits) {
    opening = false;
    if (traits.fifo() && run.settings.delaysDeletes()) {
      run.ending.fail(DelayedDeletes.notInOrder(traits.url()));
      return;
    }
    if (traits.redated()) {
      run.store.expectRedated();
    }
    run.traits = traits;
    tellStarted();
  }

  private void prepared(boolean suitable) {
    preparing = false;
    if (!suitable) {
      run.ending.fail(DelayedDeletes.noTimeline());
      return;
    }
    prepared = true;
    tellStarted();
  }

  private void tellStarted() {
    if (started()) {
      run.listener.on(new ConsumeEvent.Started(run.traits));
    }
  }

  private void decideToStop(Instant now) {
    for (CircuitBreaker breaker : List.of(run.queueBreaker, run.databaseBreaker)) {
      if (!run.settings.follow() && breaker.lasts(run.settings.outageLimit(), now)) {
        run.ending.fail(breaker.cause());
      }
    }
    if (!now.isBefore(lastDay)) {
      run.ending.stop(StopReason.MAX_DURATION);
    }
    if (run.ending.begun()) {
      return;
    }
    if (run.counters.received() >= run.settings.maxMessages()) {
      run.ending.stop(StopReason.MAX_MESSAGES);
    } else if (!run.settings.follow()
        && run.busy() == 0
        && receiver.emptyFor(run.settings.idle())) {
      run.ending.stop(StopReason.IDLE);
    }
  }

  private void giveBackHeld() {
    if (writer.idle()) {
      run.inHand.stream()
          .filter(delivery -> delivery.stage() == Delivery.Stage.HELD)
          .toList()
          .forEach(releaser::add);
    }
  }

  private void decideToEnd(Instant now) {
    if (!run.ending.begun()) {
      return;
    }
    boolean hurry = run.ending.hurried();
    boolean late = !now.isBefore(run.ending.hardDeadline());
    boolean hopeless = hurry && writer.idle() && run.queueBreaker.lasts(QUEUE_PATIENCE, now);
    boolean done = receiver.polls() == 0 && run.inHand.isEmpty() && writer.idle();
    if (!started() || late || hopeless || done) {
      abandon();
      ended = true;
    }
  }

  /** What could not be finished becomes visible again by itself when its timeout ends. */
  private void abandon() {
    for (Delivery delivery : run.inHand) {
      if (delivery.stage() != Delivery.Stage.SETTLED) {
        run.counters.released();
        run.settle(delivery);
      }
    }
    run.inHand.clear();
  }

  private Instant patienceEnds(CircuitBreaker breaker) {
    if (!breaker.isOpen()) {
      return Instant.MAX;
    }
    boolean hurry = run.ending.hurried();
    return breaker.since().plus(hurry ? QUEUE_PATIENCE : run.settings.outageLimit());
  }
}

package etl.consume;

import etl.consume.limit.BodySizes;
import etl.consume.limit.ConcurrencySearch;
import etl.consume.report.ConsumeEvent;
import etl.event.DiscardedMessage;
import etl.event.EventQueue;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receives: as many concurrent long polls as return full batches and as the queue's server is good
 * for, one while the queue is empty, and none while the queue or the database is unavailable or the
 * budget is used up.
 */
final class Receiver {
  /** A recent poll may be about to return messages; an older one waits on an empty queue. */
  static final Duration GRACE = Duration.ofMillis(500);

  /** The same while there is a backlog, when the queue may just be slow to answer. */
  static final Duration BACKLOG_GRACE = Duration.ofSeconds(2);

  /** After an empty response, the next poll is sent no sooner than this after the last. */
  static final Duration SHORTEST_POLL = Duration.ofSeconds(1);

  private final Run run;
  private final BatchWriter writer;
  private final Acknowledger acknowledger;
  private final Releaser releaser;
  private final Heartbeat heartbeat;

  private final CrowdedOut crowdedOut = new CrowdedOut();
  private final ConcurrencySearch search;
  private final BodySizes sizes = new BodySizes();
  private final Set<String> blockedGroups = new HashSet<>();

  private int polls;
  private int asked;
  private int target = 1;
  private int fullAnswers;
  private boolean lastWasFull;
  private Instant youngestPoll = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private boolean aborted;

  Receiver(
      Run run,
      BatchWriter writer,
      Acknowledger acknowledger,
      Releaser releaser,
      Heartbeat heartbeat) {
    this.run = run;
    this.writer = writer;
    this.acknowledger = acknowledger;
    this.releaser = releaser;
    this.heartbeat = heartbeat;
    this.search = new ConcurrencySearch(run.settings.receivers());
  }

  void step(Instant now) {
    crowdedOut.take(run.ending.begun()).forEach(releaser::add);
    if (run.ending.begun()) {
      abortPolls(now);
      return;
    }
    while ((polls < target || lacksWitness()) && mayReceive(now)) {
      long atOnce = sizes.atOnce(EventQueue.BATCH_LIMIT, run.settings.memory());
      int max = (int) Math.min(atOnce, quota());
      ByteBudget.Reservation room =
          run.budget.reserve(
              max * Delivery.bytesOf(sizes.expected()), max * Delivery.bytesOf(sizes.most()));
      if (room == null) {
        return;
      }
      receive(max, new ReceiveGate(room, run.traits.visibilityTimeout(), run.clock), now);
    }
  }

  /**
   * A drain wants a poll that is as young as the last message: older ones end too soon to tell that
   * the queue has been empty long enough since. While answers are full, that is not in sight.
   */
  private boolean lacksWitness() {
    return !run.settings.follow()
        && !lastWasFull
        && polls < run.settings.receivers()
        && !run.silence.begunBefore(youngestPoll);
  }

  private boolean mayReceive(Instant now) {
    return quota() > 0
        && !now.isBefore(notBefore)
        && !run.databaseBreaker.isOpen()
        && !heartbeat.isBehind(now)
        && run.queueBreaker.mayTry(now)
        && inProgress() + asked < mostInProgress()
        && (!run.settings.delaysDeletes()
            || run.inHand.size() + asked + EventQueue.BATCH_LIMIT <= run.mostInHand);
  }

  /**
   * A batch in each writer's transaction and one being collected, and what the receives that are
   * worthwhile bring in three calls: on its way, being deleted, and to spare. More would only wait
   * longer, be copied by each collection meanwhile, and fill the old generation at last.
   */
  private long mostInProgress() {
    return (run.settings.writers() + 1L) * run.settings.batchSize()
        + 3L * search.width() * EventQueue.BATCH_LIMIT;
  }

  private int inProgress() {
    return run.settings.delaysDeletes() ? run.unsettled() : run.busy();
  }

  /** How many messages may still be requested. */
  private long quota() {
    return run.settings.maxMessages() - run.counters.received() - asked;
  }

  private void receive(int max, ReceiveGate gate, Instant now) {
    polls++;
    int concurrent = polls;
    asked += max;
    youngestPoll = now;
    crowdedOut.pollSent(now);
    Duration wait = run.silence.pollTime(run.settings, now);
    run.callQueue(
        // On the call's own thread.
        () -> Delivery.parsed(run.queue.receive(max, wait, gate), run.parser, gate),
        deliveries -> {
          ended(max, now);
          adapt(max, deliveries, concurrent, gate.roundTrip(run.now()));
          answered(wait, deliveries, gate, now);
        },
        () -> {
          ended(max, now);
          gate.reservation().settle(0);
          // It may have brought messages all the same.
          run.silence.broken(run.now());
        });
  }

  private void ended(int max, Instant sent) {
    polls--;
    asked -= max;
    crowdedOut.pollEnded(sent);
  }

  private void answered(Duration wait, List<Delivery> deliveries, ReceiveGate gate, Instant sent) {
    Instant now = run.now();
    long bytes = deliveries.stream().mapToLong(Delivery::bytes).sum();
    run.listener.on(
        new ConsumeEvent.Received(deliveries.size(), bytes, Duration.between(sent, now)));
    run.counters.received(deliveries.size(), now);
    boolean room = gate.reservation().settle(bytes);
    if (deliveries.isEmpty()) {
      run.silence.emptyAnswer(sent, wait, now);
      // A server that does not wait must not be asked in a busy loop.
      notBefore = sent.plus(SHORTEST_POLL);
    } else {
      run.silence.broken(now);
    }
    blockedGroups.clear();
    Instant invisibleSince = gate.invisibleSince();
    for (Delivery delivery : deliveries) {
      run.take(delivery, invisibleSince);
      if (room) {
        sort(delivery, now);
      }
    }
    heartbeat.watch(invisibleSince);
    if (!room) {
      crowdedOut.add(deliveries, now);
    }
  }

  private void adapt(int max, List<Delivery> deliveries, int concurrent, Duration roundTrip) {
    int got = deliveries.size();
    lastWasFull = got == max;
    if (got == 0) {
      target = 1;
      fullAnswers = 0;
      search.restart();
      return;
    }
    if (lastWasFull) {
      search.took(concurrent, roundTrip, run.now());
      fullAnswers++;
    } else {
      fullAnswers = 0;
      target--;
    }
    if (fullAnswers >= target) {
      target *= 2;
      fullAnswers = 0;
    }
    target = Math.max(1, Math.min(target, search.width()));
    sizes.came(deliveries.stream().mapToLong(Delivery::bytes).max().orElse(0));
  }

  private void sort(Delivery delivery, Instant now) {
    String group = delivery.receipt().groupId();
    ParsedMessage parsed = delivery.parsed();
    if (!(parsed instanceof RejectedMessage reject)) {
      run.rejectStreak.broken();
    } else if (!reject.leave()) {
      run.rejectStreak.rejected(reject);
    }
    if (run.traits.fifo() && blockedGroups.contains(group)) {
      // Messages that follow one left on the queue must stay behind it.
      releaser.add(delivery);
    } else if (parsed instanceof RejectedMessage reject && run.leaves(reject)) {
      blockedGroups.add(group);
      run.leave(delivery, reject);
    } else if (parsed instanceof DiscardedMessage discarded && !run.settings.dryRun()) {
      run.discard(delivery, discarded);
      acknowledger.add(delivery, now);
    } else {
      writer.add(delivery, now);
    }
  }

  private void abortPolls(Instant now) {
    if (polls > 0 && !aborted && run.ending.hurried() && !now.isBefore(graceEnds())) {
      aborted = true;
      run.queue.abortReceives();
    }
  }

  /**
   * When to abort polls. If SQS answers an aborted poll, nobody has the messages, and they stay
   * invisible until their timeout: so recent polls get a grace period.
   */
  private Instant graceEnds() {
    Instant end = youngestPoll.plus(target > 1 ? BACKLOG_GRACE : GRACE);
    return end.isBefore(run.ending.softDeadline()) ? end : run.ending.softDeadline();
  }

  int polls() {
    return polls;
  }

  /** Whether long polls have found the queue empty for this long. */
  boolean emptyFor(Duration idle) {
    return polls == 0 && run.silence.lasted(idle);
  }

  Instant wakeUp(Instant now) {
    if (run.ending.begun()) {
      return polls > 0 && !aborted ? graceEnds() : Instant.MAX;
    }
    return polls == 0 && now.isBefore(notBefore) ? notBefore : Instant.MAX;
  }
}

package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Keeps what is committed from being deleted for a while: a standby that has not seen the commit
 * may be promoted. When it is due, and now and then before, the database is asked whether its
 * history is still the one that the commit belongs to; if it is not, the delivery is given back,
 * and the key absorbs it where the row is there after all.
 */
final class DelayedDeletes {
  /** Four fifths of the 120,000 messages that a standard queue has in flight at most. */
  static final int MOST_IN_HAND = 96_000;

  /** So often the database is asked at most, for all that is due by then. */
  static final Duration PACE = Duration.ofMillis(250);

  /** So often it is asked while anything waits: what was undone need not wait until it is due. */
  static final Duration LOOK = Duration.ofSeconds(5);

  private record Commit(List<Delivery> deliveries, String timeline, Instant due) {}

  private final Run run;
  private final Duration delay;
  private final Acknowledger acknowledger;
  private final Releaser releaser;

  /** In the order of their commits, and so of the times when they are due. */
  private final Deque<Commit> waiting = new ArrayDeque<>();

  /** Whether the database has been asked, and has not answered yet. */
  private boolean asking;

  private Instant nextLook = Instant.MIN;
  private Instant notBefore = Instant.MIN;

  DelayedDeletes(Run run, Acknowledger acknowledger, Releaser releaser) {
    this.run = run;
    this.delay = run.settings.deleteAfter();
    this.acknowledger = acknowledger;
    this.releaser = releaser;
  }

  /** Why a queue will not do. */
  static QueueException notInOrder(String url) {
    return new QueueException(
        Fault.CONFIGURATION, "--delete-after is not for FIFO queues, and " + url + " is one", null);
  }

  /** Why a database will not do. */
  static StoreException noTimeline() {
    return new StoreException(
        Fault.CONFIGURATION,
        "",
        "--delete-after needs a database that tells its timeline, by pg_control_system() and"
            + " pg_walfile_name(), and this one does not",
        null);
  }

  /**
   * Deliveries were committed in one transaction.
   *
   * @param timeline the history that it belongs to
   */
  void add(List<Delivery> deliveries, String timeline, Instant now) {
    if (run.settings.delaysDeletes()) {
      if (waiting.isEmpty()) {
        nextLook = now.plus(LOOK);
      }
      Instant due = now.plus(delay);
      deliveries.forEach(delivery -> delivery.keptUntil = due);
      waiting.add(new Commit(deliveries, timeline, due));
    } else {
      deliveries.forEach(delivery -> acknowledger.add(delivery, now));
    }
  }

  void step(Instant now) {
    if (run.givingBack(now)) {
      waiting.forEach(this::giveBack);
      waiting.clear();
    }
    if (run.ending.hurried()) {
      while (!waiting.isEmpty() && waiting.peekLast().due().isAfter(now)) {
        giveBack(waiting.removeLast());
      }
    }
    if (!asking
        && !waiting.isEmpty()
        && !now.isBefore(next())
        && run.databaseBreaker.mayTry(now)
        && !lacksStandby()) {
      ask(now);
    }
  }

  /** Whether commits are in vain, since no standby takes them: only another one tells the end. */
  private boolean lacksStandby() {
    return run.databaseBreaker.isOpen()
        && StoreException.faultOf(run.databaseBreaker.cause()) == Fault.NOT_REPLICATED;
  }

  /** When to ask next, if anything waits. */
  private Instant next() {
    Instant due = waiting.peek().due();
    Instant earliest = nextLook.isBefore(due) ? nextLook : due;
    return earliest.isBefore(notBefore) && !run.ending.begun() ? notBefore : earliest;
  }

  private void ask(Instant now) {
    asking = true;
    nextLook = now.plus(LOOK);
    notBefore = now.plus(PACE);
    run.callStore(
        run.store::timeline,
        timeline -> {
          asking = false;
          answered(timeline, now);
        },
        why -> {
          asking = false;
          // The circuit breaker decides when to ask again.
          nextLook = Instant.MIN;
          notBefore = Instant.MIN;
        });
  }

  /** What was due when the question was asked is deleted; what is undone is given back. */
  private void answered(String timeline, Instant asked) {
    if (timeline.isEmpty()) {
      run.ending.fail(noTimeline());
      return;
    }
    int undone = 0;
    for (Iterator<Commit> commits = waiting.iterator(); commits.hasNext(); ) {
      Commit commit = commits.next();
      if (!timeline.equals(commit.timeline())) {
        commits.remove();
        undone += commit.deliveries().size();
        giveBack(commit);
      } else if (!commit.due().isAfter(asked)) {
        commits.remove();
        commit.deliveries().forEach(delivery -> acknowledger.add(delivery, run.now()));
      }
    }
    if (undone > 0) {
      run.listener.on(new ConsumeEvent.FailedOver(undone));
    }
  }

  private void giveBack(Commit commit) {
    commit.deliveries().forEach(releaser::addSettled);
  }

  Instant wakeUp() {
    return waiting.isEmpty() || asking ? Instant.MAX : next();
  }
}

package etl.consume;

import etl.consume.report.ConsumeEvent;
import etl.consume.report.ConsumeListener;
import etl.event.DiscardedMessage;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.EventStore;
import etl.event.Fault;
import etl.event.MaskedEvent;
import etl.event.QueueException;
import etl.event.QueueTraits;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.StoreException;
import etl.spec.EventParser;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What the stages of one run share: the queue and the store, the deliveries in flight in this
 * process, the counters, the circuit breakers, and whether the run is ending. Only the pipeline's
 * thread may use it.
 */
final class Run {
  /**
   * Runs calls to the queue and the database beside the pipeline's thread and brings their answers
   * back to it. The pipeline bounds how many are under way.
   */
  @FunctionalInterface
  interface AsyncCalls {
    /**
     * Starts a call and returns at once. Exactly one of the two answers is given, on the pipeline's
     * thread, and never before this returns.
     */
    <T> void start(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed);
  }

  final EventQueue queue;
  final EventStore store;
  final EventParser parser;
  final ConsumeSettings settings;
  final ConsumeListener listener;
  final InstantSource clock;
  final AsyncCalls calls;
  final DeliveryCounters counters;
  final ByteBudget budget;
  final CircuitBreaker queueBreaker;
  final CircuitBreaker databaseBreaker;
  final Ending ending;
  final QueueSilence silence = new QueueSilence();
  final RejectStreak rejectStreak;
  final Batch.Limit batchLimit;

  /** Every delivery that was received and is not yet deleted, given back or left. */
  final Set<Delivery> inHand = new LinkedHashSet<>();

  /** The queue's traits; null until it has answered. */
  QueueTraits traits;

  /** How many messages may be in hand where deletes are delayed. */
  int mostInHand = DelayedDeletes.MOST_IN_HAND;

  /** Whether the database has taken any row. */
  boolean rowsPass;

  private int held;
  private int unsettled;

  Run(
      EventQueue queue,
      EventStore store,
      EventParser parser,
      ConsumeSettings settings,
      ConsumeListener listener,
      InstantSource clock,
      AsyncCalls calls,
      RandomGenerator random) {
    this.queue = queue;
    this.store = store;
    this.parser = parser;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.calls = calls;
    this.counters = new DeliveryCounters(clock.instant(), parser.discards());
    this.budget = new ByteBudget(settings.memory());
    this.queueBreaker = new CircuitBreaker(ConsumeEvent.Dependency.QUEUE, listener, random);
    this.databaseBreaker = new CircuitBreaker(ConsumeEvent.Dependency.DATABASE, listener, random);
    this.ending = new Ending(settings.shutdownTimeout(), clock, listener);
    this.batchLimit = new Batch.Limit(settings.batchSize());
    this.rejectStreak = new RejectStreak(settings.rejectLimit(), ending, listener);
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether waiting deliveries should be given back rather than written. */
  boolean givingBack(Instant now) {
    return ending.broken() || (ending.hurried() && (databaseBreaker.isOpen() || ending.late(now)));
  }

  /** Calls the queue. A failure that may pass is an outage; any other ends the run. */
  <T> void callQueue(Supplier<T> call, Consumer<T> done, Runnable failed) {
    call(
        queueBreaker,
        call,
        done,
        why -> {
          if (why instanceof QueueException e && e.fault() == Fault.UNAVAILABLE) {
            queueBreaker.failed(e, now());
          } else {
            ending.fail(why);
          }
          failed.run();
        });
  }

  /**
   * The same for a batch.
   *
   * @param done takes the entries that failed, by their receipts
   */
  void callQueue(
      List<Delivery> batch,
      Function<List<Receipt>, List<EntryFailure>> call,
      Consumer<Map<Receipt, EntryFailure>> done,
      Runnable failed) {
    callQueue(
        () ->
            call.apply(batch.stream().map(Delivery::receipt).toList()).stream()
                .collect(Collectors.toMap(EntryFailure::receipt, f -> f, (one, other) -> one)),
        done,
        failed);
  }

  /**
   * Calls the store. A failure that may pass is an outage; what is refused for its data or its size
   * is left to the caller; any other failure ends the run.
   */
  <T> void callStore(Supplier<T> call, Consumer<T> done, Consumer<RuntimeException> failed) {
    call(
        databaseBreaker,
        call,
        done,
        why -> {
          Fault fault = StoreException.faultOf(why);
          boolean stalled = fault == Fault.TOO_LARGE && batchLimit.stalled();
          // Without its standby, it can take nothing for good.
          if (fault == Fault.UNAVAILABLE || fault == Fault.NOT_REPLICATED || stalled) {
            databaseBreaker.failed(why, now());
          } else if (fault == Fault.DATA || fault == Fault.TOO_LARGE) {
            databaseBreaker.answered(now());
          } else {
            ending.fail(why);
          }
          failed.accept(why);
        });
  }

  private <T> void call(
      CircuitBreaker breaker,
      Supplier<T> call,
      Consumer<T> done,
      Consumer<RuntimeException> failed) {
    breaker.trying();
    calls.start(
        call,
        answer -> {
          breaker.answered(now());
          done.accept(answer);
        },
        failed);
  }

  /** A batch was committed. */
  void committed(Batch batch) {
    batchLimit.committed(batch.rows());
    rowsPass |= batch.messages().stream().anyMatch(MaskedEvent.class::isInstance);
  }

  /**
   * Whether a batch that the database has cancelled is to be tried again, in smaller parts if it
   * has several messages; otherwise it is to be given back.
   */
  boolean mayRetry(Batch batch, StoreException why) {
    Delivery first = batch.deliveries().get(0);
    if (databaseBreaker.isOpen()) {
      return true;
    } else if (batch.size() > 1) {
      batchLimit.tooLarge(batch.rows());
      listener.on(new ConsumeEvent.Splitting(batch.size(), why.sqlState()));
      return true;
    } else if (!first.timedOutForGood()) {
      return true;
    }
    batchLimit.tooLargeAlone(first.receipt().messageId());
    listener.on(new ConsumeEvent.TimedOut(first.receipt().messageId(), why.sqlState()));
    return false;
  }

  /** A delivery was received, and has been invisible to others since then. */
  void take(Delivery delivery, Instant since) {
    delivery.invisibleUntil = since.plus(traits.visibilityTimeout());
    inHand.add(delivery);
    unsettled++;
  }

  /** How many deliveries in hand have an open fate. */
  int unsettled() {
    return unsettled;
  }

  /** Whether a dry run keeps deliveries that it has shown. */
  boolean holds() {
    return held > 0;
  }

  /** How many deliveries are not finished: all except those that a dry run holds. */
  int busy() {
    return inHand.size() - held;
  }

  /** A dry run has printed the delivery. */
  void hold(Delivery delivery) {
    forgetBody(delivery);
    delivery.stage(Delivery.Stage.HELD);
    held++;
  }

  /** A delivery is decided and counted. */
  void settle(Delivery delivery) {
    forgetBody(delivery);
    if (delivery.stage() == Delivery.Stage.HELD) {
      held--;
    }
    if (delivery.stage() != Delivery.Stage.SETTLED) {
      unsettled--;
    }
    delivery.stage(Delivery.Stage.SETTLED);
  }

  /** Whether bad messages are left on the queue. A dry run gives everything back at the end. */
  boolean leavesRejects() {
    return settings.onReject() == ConsumeSettings.OnReject.LEAVE && !settings.dryRun();
  }

  /** Whether this one is: the spec may want it so in any case. */
  boolean leaves(RejectedMessage reject) {
    return leavesRejects() || (reject.leave() && !settings.dryRun());
  }

  /** Counts a message that the spec discards; it is to be deleted. */
  void discard(Delivery delivery, DiscardedMessage discarded) {
    counters.discarded();
    listener.on(new ConsumeEvent.Discarded(discarded));
    settle(delivery);
  }

  /** Leaves a bad message on the queue, for its redrive policy. */
  void leave(Delivery delivery, RejectedMessage reject) {
    counters.left();
    listener.on(new ConsumeEvent.Left(reject));
    settle(delivery);
    letGo(delivery);
  }

  /** The later deliveries of the same message group; none unless the queue is FIFO. */
  List<Delivery> followersOf(Delivery delivery) {
    String group = delivery.receipt().groupId();
    return traits.fifo()
        ? inHand.stream()
            .dropWhile(earlier -> earlier != delivery)
            .skip(1)
            .filter(later -> later.receipt().groupId().equals(group))
            .toList()
        : List.of();
  }

  /** Forgets a settled delivery: it was deleted, given back or left, or its receipt has expired. */
  void letGo(Delivery delivery) {
    inHand.remove(delivery);
  }

  private void forgetBody(Delivery delivery) {
    if (delivery.parsed() != null) {
      delivery.forget();
      budget.release(delivery.bytes());
    }
  }
}

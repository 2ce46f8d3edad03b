package etl.consume;

import etl.event.ByteGate;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.Fault;
import etl.event.InMemoryEventQueue;
import etl.event.QueueDepth;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.event.QueueTraits;
import etl.event.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A queue whose calls fail as a network's do, and that checks what is deleted. */
final class SimulatedQueue implements EventQueue {
  /** How often an answer that waits looks whether there is room for it. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** What the server sends beside each body. */
  private static final long ENVELOPE = 200;

  private static final class Answer {
    private final SimulatedProcess to;
    private final List<QueueMessage> messages;
    private boolean arrived;

    Answer(SimulatedProcess to, List<QueueMessage> messages) {
      this.to = to;
      this.messages = messages;
    }

    long bytes() {
      return messages.stream().mapToLong(message -> message.body().length() + ENVELOPE).sum();
    }
  }

  private final Set<String> discarded = new HashSet<>();
  private final InMemoryEventQueue queue;
  private final SimulatedStore store;
  private final Chaos chaos;
  private final Clock clock;
  private final Map<String, List<String>> sentByGroup;
  private final Set<String> deleted = new HashSet<>();

  /** The answers that are on their way to a process, or wait there. */
  private final Map<ByteGate, Answer> answers = new HashMap<>();

  private SimulatedProcess caller;

  /** How long the poll that is called next has waited at the empty queue. */
  private Duration waited = Duration.ZERO;

  private Instant lastHeld;
  private Duration emptyFor = Duration.ZERO;

  private QueueException failure;
  private int deletes;
  private int lostDelete;
  private final List<String> deletedIds = new ArrayList<>();

  SimulatedQueue(
      InMemoryEventQueue queue,
      SimulatedStore store,
      Chaos chaos,
      Clock clock,
      Map<String, List<String>> sentByGroup) {
    this.queue = queue;
    this.store = store;
    this.chaos = chaos;
    this.clock = clock;
    this.sentByGroup = sentByGroup;
    this.lastHeld = clock.instant();
  }

  /** From now on every call fails so. */
  void failWith(QueueException why) {
    failure = why;
  }

  /** The so-manieth delete from now on has no effect and fails. */
  void loseDelete(int number) {
    lostDelete = deletes + number;
  }

  /** The messages of deletes that had an effect, as often as they were deleted. */
  List<String> deletedIds() {
    return deletedIds;
  }

  /** The next call is made by this process, and has taken so long up to now. */
  void called(SimulatedProcess by, Duration soFar) {
    caller = by;
    waited = soFar;
  }

  @Override
  public QueueTraits open() {
    return call(queue::open);
  }

  @Override
  public List<QueueMessage> receive(int max, Duration wait, ByteGate gate) {
    Answer answer = answers.get(gate);
    if (answer == null) {
      List<QueueMessage> messages = call(() -> served(max, wait));
      answers.put(gate, new Answer(caller, messages));
      throw SimulatedProcess.NotYet.here(chaos.delay());
    }
    if (!answer.arrived) {
      answer.arrived = true;
      ((ReceiveGate) gate).arrived(clock.instant());
    }
    if (!((ReceiveGate) gate).tryAdmit(answer.bytes())) {
      throw SimulatedProcess.NotYet.here(LOOK);
    }
    answers.remove(gate);
    return answer.messages;
  }

  private List<QueueMessage> served(int max, Duration wait) {
    List<QueueMessage> messages = queue.receive(max, wait, bytes -> {});
    if (!messages.isEmpty()) {
      lastHeld = clock.instant();
      emptyFor = Duration.ZERO;
    } else if (waited.compareTo(wait) < 0) {
      throw SimulatedProcess.NotYet.there();
    } else {
      emptyFor = Duration.between(lastHeld, clock.instant());
    }
    return queue.open().fifo() ? messages : disturbed(messages);
  }

  /** How long there had been nothing to receive when a poll was told so last. */
  Duration emptyFor() {
    return emptyFor;
  }

  /** What processes that live have been sent and do not know of yet. */
  Stream<Receipt> onTheWay() {
    return answers.values().stream()
        .filter(answer -> answer.to.alive())
        .flatMap(answer -> answer.messages.stream())
        .map(QueueMessage::receipt);
  }

  /** A standard queue keeps no order, and now and then delivers a message twice. */
  private List<QueueMessage> disturbed(List<QueueMessage> messages) {
    for (QueueMessage message : messages) {
      if (chaos.deliversTwice()) {
        queue.changeVisibility(List.of(message.receipt()), Duration.ZERO);
      }
    }
    return chaos.shuffled(messages);
  }

  /** The message may be deleted although it is not stored. */
  void discards(String messageId) {
    discarded.add(messageId);
  }

  @Override
  public void abortReceives() {}

  @Override
  public List<EntryFailure> delete(List<Receipt> receipts) {
    if (++deletes == lostDelete) {
      throw away();
    }
    return call(() -> someFail(receipts, this::deleteChecked));
  }

  private List<EntryFailure> deleteChecked(List<Receipt> receipts) {
    for (Receipt receipt : receipts) {
      if (discarded.contains(receipt.messageId())) {
        continue;
      }
      if (store.committed().commitOf(receipt.messageId()) == 0) {
        throw new AssertionError(receipt + " is deleted before its commit");
      }
      if (!store.replicated(receipt.messageId())) {
        throw new AssertionError(receipt + " is deleted before its standby has it");
      }
    }
    receipts.forEach(receipt -> deletedIds.add(receipt.messageId()));
    List<EntryFailure> failures = queue.delete(receipts);
    if (queue.open().fifo()) {
      List<Receipt> failed = failures.stream().map(EntryFailure::receipt).toList();
      receipts.stream().filter(r -> !failed.contains(r)).forEach(this::checkOrder);
    }
    return failures;
  }

  private void checkOrder(Receipt receipt) {
    deleted.add(receipt.messageId());
    if (discarded.contains(receipt.messageId())) {
      // Nobody sees in which order messages are discarded.
      return;
    }
    List<String> sent = sentByGroup.get(receipt.groupId());
    List<String> earlier = sent.subList(0, sent.indexOf(receipt.messageId()));
    if (!earlier.stream().allMatch(id -> deleted.contains(id) || discarded.contains(id))) {
      throw new AssertionError(receipt + " is deleted before an earlier one of its group");
    }
  }

  @Override
  public List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout) {
    return call(() -> someFail(receipts, some -> queue.changeVisibility(some, timeout)));
  }

  private List<EntryFailure> someFail(
      List<Receipt> receipts, java.util.function.Function<List<Receipt>, List<EntryFailure>> call) {
    List<EntryFailure> failures = new ArrayList<>();
    List<Receipt> well = new ArrayList<>();
    for (Receipt receipt : receipts) {
      if (chaos.entryFails()) {
        failures.add(new EntryFailure(receipt, "InternalError", true));
      } else {
        well.add(receipt);
      }
    }
    if (!well.isEmpty()) {
      failures.addAll(call.apply(well));
    }
    return failures;
  }

  private <T> T call(Supplier<T> call) {
    Chaos.Fate fate = chaos.fate(clock.instant());
    if (failure != null) {
      throw failure;
    }
    if (fate == Chaos.Fate.LOST) {
      throw away();
    }
    T answer = call.get();
    if (fate == Chaos.Fate.ANSWER_LOST) {
      throw away();
    }
    return answer;
  }

  private static QueueException away() {
    return new QueueException(Fault.UNAVAILABLE, "the queue is away", null);
  }

  @Override
  public QueueDepth depth() {
    return queue.depth();
  }

  @Override
  public void close() {}
}

package etl.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A queue that behaves as SQS does: visibility timeouts, receive counts, message groups, dead
 * letters. Ids and handles are counted, so that a run can be repeated exactly.
 *
 * <p>Long polls wait on the system's clock only; on any other clock they end at once, since nobody
 * could advance it meanwhile.
 */
public final class InMemoryEventQueue implements EventQueue, MessageSender {
  private final Clock clock;
  private final QueueTraits traits;
  private final boolean longPolls;
  private final Map<String, InMemoryMessage> queued = new LinkedHashMap<>();
  private final Map<String, InMemoryMessage> ended = new LinkedHashMap<>();
  private InMemoryEventQueue deadLetters;
  private int maxReceives = Integer.MAX_VALUE;
  private long sent;
  private long deliveries;
  private long aborts;

  public InMemoryEventQueue(Clock clock, Duration visibilityTimeout, boolean fifo) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.traits =
        new QueueTraits("memory:queue" + (fifo ? ".fifo" : ""), visibilityTimeout, fifo, false);
    this.longPolls = clock.equals(Clock.systemUTC());
  }

  /** Sets the redrive policy: after this many deliveries a message moves to the other queue. */
  public synchronized void redrive(InMemoryEventQueue deadLetters, int maxReceives) {
    this.deadLetters = Objects.requireNonNull(deadLetters, "deadLetters");
    this.maxReceives = maxReceives;
  }

  @Override
  public String send(String body) {
    return send(body, "");
  }

  @Override
  public synchronized String send(String body, String groupId) {
    InMemoryMessage message = new InMemoryMessage("m" + ++sent, body, groupId, clock.instant());
    put(message);
    return message.id;
  }

  private synchronized void put(InMemoryMessage message) {
    queued.put(message.id, message);
    notifyAll();
  }

  @Override
  public QueueTraits open() {
    return traits;
  }

  @Override
  public List<QueueMessage> receive(int max, Duration wait, ByteGate gate) {
    if (max < 1 || max > BATCH_LIMIT || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("beyond SQS's limits");
    }
    try {
      List<QueueMessage> messages = await(max, wait);
      gate.admit(messages.stream().mapToLong(InMemoryEventQueue::bytes).sum());
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static long bytes(QueueMessage message) {
    return message.body().getBytes(StandardCharsets.UTF_8).length;
  }

  private synchronized List<QueueMessage> await(int max, Duration wait)
      throws InterruptedException {
    Instant end = clock.instant().plus(wait);
    long abortsBefore = aborts;
    List<QueueMessage> taken = take(max);
    while (taken.isEmpty()
        && longPolls
        && aborts == abortsBefore
        && clock.instant().isBefore(end)) {
      // Messages become visible again without a notification, so look every few milliseconds.
      wait(5);
      taken = aborts == abortsBefore ? take(max) : List.of();
    }
    return taken;
  }

  private List<QueueMessage> take(int max) {
    Instant now = clock.instant();
    Set<String> blockedGroups = traits.fifo() ? groupsInFlight(now) : Set.of();
    List<QueueMessage> taken = new ArrayList<>();
    List<InMemoryMessage> exhausted = new ArrayList<>();
    for (InMemoryMessage message : queued.values()) {
      if (taken.size() == max) {
        break;
      }
      if (!message.isVisible(now) || blockedGroups.contains(message.groupId)) {
        continue;
      }
      if (message.receiveCount >= maxReceives) {
        exhausted.add(message);
      } else {
        taken.add(message.deliver(++deliveries, now.plus(traits.visibilityTimeout())));
      }
    }
    exhausted.forEach(this::moveToDeadLetters);
    return taken;
  }

  private Set<String> groupsInFlight(Instant now) {
    Set<String> groups = new HashSet<>();
    queued.values().stream().filter(m -> !m.isVisible(now)).forEach(m -> groups.add(m.groupId));
    return groups;
  }

  private void moveToDeadLetters(InMemoryMessage message) {
    end(message, InMemoryMessage.State.DEAD_LETTER);
    deadLetters.put(new InMemoryMessage(message.id, message.body, message.groupId, message.sentAt));
  }

  private void end(InMemoryMessage message, InMemoryMessage.State state) {
    message.end(state);
    queued.remove(message.id);
    ended.put(message.id, message);
  }

  @Override
  public synchronized void abortReceives() {
    aborts++;
    notifyAll();
  }

  @Override
  public synchronized List<EntryFailure> delete(List<Receipt> receipts) {
    Instant now = clock.instant();
    List<EntryFailure> failures = new ArrayList<>();
    for (Receipt receipt : checked(receipts)) {
      InMemoryMessage message = queued.get(receipt.messageId());
      if (message == null) {
        continue;
      }
      if (!message.handle.equals(receipt.handle()) || (traits.fifo() && message.isVisible(now))) {
        failures.add(new EntryFailure(receipt, "ReceiptHandleIsInvalid", false));
      } else {
        end(message, InMemoryMessage.State.DELETED);
      }
    }
    return failures;
  }

  @Override
  public synchronized List<EntryFailure> changeVisibility(
      List<Receipt> receipts, Duration timeout) {
    Instant now = clock.instant();
    List<EntryFailure> failures = new ArrayList<>();
    for (Receipt receipt : checked(receipts)) {
      InMemoryMessage message = queued.get(receipt.messageId());
      if (message == null || !message.handle.equals(receipt.handle())) {
        failures.add(new EntryFailure(receipt, "ReceiptHandleIsInvalid", false));
      } else if (message.isVisible(now)) {
        failures.add(new EntryFailure(receipt, "MessageNotInflight", false));
      } else {
        message.visibleAt = now.plus(timeout);
      }
    }
    notifyAll();
    return failures;
  }

  private static List<Receipt> checked(List<Receipt> receipts) {
    if (receipts.isEmpty() || receipts.size() > BATCH_LIMIT) {
      throw new IllegalArgumentException("a batch has 1 to " + BATCH_LIMIT + " entries");
    }
    return receipts;
  }

  @Override
  public synchronized QueueDepth depth() {
    return new QueueDepth(
        traits.url(),
        count(InMemoryMessage.State.VISIBLE),
        count(InMemoryMessage.State.IN_FLIGHT),
        0L,
        Optional.ofNullable(deadLetters)
            .map(
                q ->
                    new QueueDepth.DeadLetters(
                        q.traits.url(), q.count(InMemoryMessage.State.VISIBLE))));
  }

  /** How many messages are in this state now. */
  public synchronized long count(InMemoryMessage.State state) {
    return entries().stream().filter(e -> e.state() == state).count();
  }

  /** Every message ever sent, in no order that matters, as it stands now. */
  public synchronized List<InMemoryMessage.Entry> entries() {
    Instant now = clock.instant();
    List<InMemoryMessage.Entry> entries = new ArrayList<>();
    queued.values().forEach(m -> entries.add(m.entry(now)));
    ended.values().forEach(m -> entries.add(m.entry(now)));
    return entries;
  }

  /** The message of this id as it stands now. */
  public synchronized InMemoryMessage.Entry entry(String id) {
    InMemoryMessage message = queued.containsKey(id) ? queued.get(id) : ended.get(id);
    return message.entry(clock.instant());
  }

  /** Keeps the messages, as closing a client of SQS does. */
  @Override
  public void close() {}
}

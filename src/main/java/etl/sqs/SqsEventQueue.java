package etl.sqs;

import etl.doctor.Remedy;
import etl.event.ByteGate;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.Fault;
import etl.event.QueueDepth;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.event.QueueTraits;
import etl.event.Receipt;
import etl.sqs.direct.BatchAnswer;
import etl.sqs.direct.MessageCalls;
import etl.sqs.direct.ReceivedMessage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A queue on Amazon SQS or a compatible server. The constructor does no I/O; {@link #open()} must
 * come before every other call.
 */
public final class SqsEventQueue implements EventQueue {
  private static final String FIFO_SUFFIX = ".fifo";
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(12);

  private final Supplier<SqsSettings> settings;
  private final Clock clock;
  private final boolean ofDeadLetters;
  private final ReceiveForm form;
  private SqsConnection connection;
  private volatile Opened opened;

  private record Opened(SqsConnection connection, MessageCalls calls, String url, boolean fifo) {}

  /**
   * @param attributes the message attributes to receive, as {@link QueueMessage#attributes()} has
   *     them
   * @param clock used as the time of sending if the server does not report it
   */
  public SqsEventQueue(SqsSettings settings, Set<String> attributes, Clock clock) {
    this(() -> settings, false, attributes, clock);
  }

  private SqsEventQueue(
      Supplier<SqsSettings> settings, boolean ofDeadLetters, Set<String> attributes, Clock clock) {
    this.ofDeadLetters = ofDeadLetters;
    this.settings = settings;
    this.form = new ReceiveForm(attributes);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * The dead-letter queue of a queue, looked up by {@link #open()}, which throws a {@link
   * QueueException} with {@link Fault#CONFIGURATION} if there is none.
   */
  public static SqsEventQueue ofDeadLetters(
      SqsSettings settings, Set<String> attributes, Clock clock) {
    return new SqsEventQueue(() -> deadLetters(settings), true, attributes, clock);
  }

  private static SqsSettings deadLetters(SqsSettings queue) {
    try (SqsConnection connection = new SqsConnection(queue)) {
      return new QueueAttributes(connection, connection.queueUrl())
          .deadLetterUrl()
          .map(url -> queue.to(URI.create(url)))
          .orElseThrow(
              () ->
                  new QueueException(
                      Fault.CONFIGURATION,
                      connection.address() + " has no dead-letter queue",
                      Remedy.NO_DEAD_LETTERS,
                      null));
    }
  }

  @Override
  public synchronized QueueTraits open() {
    if (connection == null) {
      connection = new SqsConnection(settings.get());
    }
    String url = connection.queueUrl();
    // SQS requires this suffix of FIFO queues, so the attribute need not be read.
    boolean fifo = connection.address().queueName().endsWith(FIFO_SUFFIX);
    QueueAttributes attributes = new QueueAttributes(connection, url);
    Duration timeout = attributes.visibilityTimeout();
    closeCalls();
    boolean redated = fifo && (ofDeadLetters || attributes.mayHoldDeadLetters());
    opened = new Opened(connection, connection.calls(url, form.names()), url, fifo);
    return new QueueTraits(url, timeout, fifo, redated);
  }

  @Override
  public List<QueueMessage> receive(int max, Duration wait, ByteGate gate) {
    Opened queue = opened();
    List<ReceivedMessage> messages =
        queue.connection.call("receive from", () -> queue.calls.receive(max, wait, gate));
    Instant now = clock.instant();
    return messages.stream().map(m -> form.message(m, queue.fifo, now)).toList();
  }

  @Override
  public void abortReceives() {
    Opened queue = opened;
    if (queue != null) {
      queue.calls.abortReceives();
    }
  }

  @Override
  public List<EntryFailure> delete(List<Receipt> receipts) {
    Opened queue = opened();
    return failures(
        receipts,
        queue.connection.call("delete from", () -> queue.calls.delete(handles(receipts))));
  }

  @Override
  public List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout) {
    Opened queue = opened();
    Duration clamped = timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    int seconds = Math.toIntExact(clamped.toSeconds());
    return failures(
        receipts,
        queue.connection.call(
            "change the visibility of messages in",
            () -> queue.calls.changeVisibility(handles(receipts), seconds)));
  }

  private static List<String> handles(List<Receipt> receipts) {
    return receipts.stream().map(Receipt::handle).toList();
  }

  /** An entry's id is its place in the batch. */
  private static List<EntryFailure> failures(List<Receipt> receipts, BatchAnswer answer) {
    boolean[] answered = new boolean[receipts.size()];
    for (String id : answer.successful()) {
      int place = Integer.parseInt(id);
      if (place >= 0 && place < answered.length) {
        answered[place] = true;
      }
    }
    List<EntryFailure> failures = new ArrayList<>();
    for (BatchAnswer.Failure entry : answer.failed()) {
      int place = Integer.parseInt(entry.id());
      answered[place] = true;
      SqsErrorCode code = new SqsErrorCode(entry.code() == null ? "" : entry.code());
      boolean retryable = !entry.senderFault() || code.isTransient();
      failures.add(new EntryFailure(receipts.get(place), code.code(), retryable));
    }
    // An entry that the response does not mention may have failed.
    for (int i = 0; i < answered.length; i++) {
      if (!answered[i]) {
        failures.add(EntryFailure.notAnswered(receipts.get(i)));
      }
    }
    return failures;
  }

  @Override
  public QueueDepth depth() {
    Opened queue = opened();
    return new QueueAttributes(queue.connection, queue.url).depth();
  }

  private Opened opened() {
    Opened queue = opened;
    if (queue == null) {
      throw new IllegalStateException("the queue was not opened");
    }
    return queue;
  }

  @Override
  public synchronized void close() {
    closeCalls();
    opened = null;
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void closeCalls() {
    if (opened != null) {
      opened.calls.close();
    }
  }
}

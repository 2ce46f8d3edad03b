package etl.sqs;

import etl.event.ByteGate;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.QueueDepth;
import etl.event.QueueMessage;
import etl.event.QueueTraits;
import etl.event.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * A queue on Amazon SQS or a compatible server. The constructor does no I/O; {@link #open()} must
 * come before every other call.
 */
public final class SqsEventQueue implements EventQueue {
  private static final String FIFO_SUFFIX = ".fifo";
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(12);

  private final Supplier<SqsSettings> settings;
  private final Clock clock;
  private final ReceiveForm form;
  private SqsConnection connection;
  private volatile Opened opened;

  private record Opened(SqsConnection connection, String url, boolean fifo) {}

  /**
   * @param settings which queue, and how to reach it
   * @param attributes the message attributes to receive, as {@link QueueMessage#attributes()} has
   *     them
   * @param clock used as the time of sending if the server does not report it
   */
  public SqsEventQueue(SqsSettings settings, Set<String> attributes, Clock clock) {
    this(() -> settings, attributes, clock);
  }

  private SqsEventQueue(Supplier<SqsSettings> settings, Set<String> attributes, Clock clock) {
    this.settings = settings;
    this.form = new ReceiveForm(attributes);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** The dead-letter queue of a queue, looked up by {@link #open()}. */
  public static SqsEventQueue ofDeadLetters(
      SqsSettings settings, Set<String> attributes, Clock clock) {
    return new SqsEventQueue(() -> DeadLetterQueue.of(settings), attributes, clock);
  }

  @Override
  public synchronized QueueTraits open() {
    if (connection == null) {
      connection = new SqsConnection(settings.get());
    }
    String url = connection.queueUrl();
    // SQS requires this suffix of FIFO queues, so the attribute need not be read.
    boolean fifo = connection.address().queueName().endsWith(FIFO_SUFFIX);
    Duration timeout = new QueueAttributes(connection, url).visibilityTimeout();
    opened = new Opened(connection, url, fifo);
    return new QueueTraits(url, timeout, fifo);
  }

  @Override
  public List<QueueMessage> receive(int max, Duration wait, ByteGate gate) {
    Opened queue = opened();
    ReceiveMessageRequest request = form.request(queue.url, max, wait);
    Optional<List<Message>> messages =
        queue.connection.call(
            "receive from",
            () ->
                queue
                    .connection
                    .receives()
                    .run(gate, () -> client(queue).receiveMessage(request).messages()));
    Instant now = clock.instant();
    return messages.orElse(List.of()).stream().map(m -> form.message(m, queue.fifo, now)).toList();
  }

  @Override
  public void abortReceives() {
    Opened queue = opened;
    if (queue != null) {
      queue.connection.receives().abortAll();
    }
  }

  @Override
  public List<EntryFailure> delete(List<Receipt> receipts) {
    Opened queue = opened();
    List<DeleteMessageBatchRequestEntry> entries =
        entries(
            receipts,
            (id, receipt) ->
                DeleteMessageBatchRequestEntry.builder()
                    .id(id)
                    .receiptHandle(receipt.handle())
                    .build());
    DeleteMessageBatchResponse answer =
        queue.connection.call(
            "delete from",
            () -> client(queue).deleteMessageBatch(r -> r.queueUrl(queue.url).entries(entries)));
    Stream<String> done = answer.successful().stream().map(DeleteMessageBatchResultEntry::id);
    return failures(receipts, done, answer.failed());
  }

  @Override
  public List<EntryFailure> changeVisibility(List<Receipt> receipts, Duration timeout) {
    Opened queue = opened();
    Duration clamped = timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        entries(
            receipts,
            (id, receipt) ->
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(id)
                    .receiptHandle(receipt.handle())
                    .visibilityTimeout(Math.toIntExact(clamped.toSeconds()))
                    .build());
    ChangeMessageVisibilityBatchResponse answer =
        queue.connection.call(
            "change the visibility of messages in",
            () ->
                client(queue)
                    .changeMessageVisibilityBatch(r -> r.queueUrl(queue.url).entries(entries)));
    Stream<String> done =
        answer.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id);
    return failures(receipts, done, answer.failed());
  }

  /** An entry's id is its place in the batch. */
  private static <E> List<E> entries(List<Receipt> receipts, BiFunction<String, Receipt, E> entry) {
    return IntStream.range(0, receipts.size())
        .mapToObj(i -> entry.apply(Integer.toString(i), receipts.get(i)))
        .toList();
  }

  private static List<EntryFailure> failures(
      List<Receipt> receipts, Stream<String> done, List<BatchResultErrorEntry> failed) {
    Set<Integer> unanswered =
        IntStream.range(0, receipts.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
    done.map(Integer::valueOf).forEach(unanswered::remove);
    List<EntryFailure> failures = new ArrayList<>();
    for (BatchResultErrorEntry entry : failed) {
      int place = Integer.parseInt(entry.id());
      unanswered.remove(place);
      SqsErrorCode code = new SqsErrorCode(entry.code() == null ? "" : entry.code());
      boolean retryable = !Boolean.TRUE.equals(entry.senderFault()) || code.isTransient();
      failures.add(new EntryFailure(receipts.get(place), code.code(), retryable));
    }
    // An entry that the response does not mention may have failed.
    unanswered.forEach(i -> failures.add(new EntryFailure(receipts.get(i), "NotAnswered", true)));
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

  private static SqsClient client(Opened queue) {
    return queue.connection.client();
  }

  @Override
  public synchronized void close() {
    opened = null;
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}

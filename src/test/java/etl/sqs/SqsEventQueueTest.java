package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.Fault;
import etl.event.QueueDepth;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.sqs.SqsSettings.Protocol;
import etl.sqs.StandIn.Answer;
import etl.testing.ElasticMq;
import etl.testing.QueueSettings;
import etl.testing.TestQueue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the contract does not cover: SQS's own ways. */
@Tag("servers")
class SqsEventQueueTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void nothing_is_reached_for_before_open_and_nothing_works_without_it() {
    URI nowhere = URI.create("http://no-such-host.invalid");
    EventQueue queue =
        new SqsEventQueue(
            QueueSettings.of(null, "q", nowhere, null, null, Protocol.AUTO), Set.of(), NOON);
    assertThatIllegalStateException().isThrownBy(queue::depth);
    queue.abortReceives();
    queue.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void endpoint_is_spoken_to_whatever_host_stands_in_the_queue_url(Protocol protocol) {
    TestQueue sent = ElasticMq.shared().queue();
    sent.send("hello");
    URI url = URI.create("http://unusable.invalid:4566/000000000000/" + sent.name());
    URI endpoint = ElasticMq.shared().endpoint();
    SqsSettings settings =
        QueueSettings.of(url, "ignored", endpoint, null, ElasticMq.CREDENTIALS, protocol);
    try (EventQueue queue = new SqsEventQueue(settings, Set.of(), NOON)) {
      assertThat(queue.open().url()).isEqualTo(url.toString());
      QueueMessage message = queue.receive(1, EventQueue.LONGEST_WAIT, bytes -> {}).get(0);
      assertThat(queue.delete(List.of(message.receipt()))).isEmpty();
      assertThat(queue.depth().inFlight()).isZero();
    }
  }

  @Test
  void queue_url_alone_is_enough() {
    TestQueue sent = ElasticMq.shared().queue(45);
    SqsSettings settings =
        QueueSettings.of(
            URI.create(sent.url()), "ignored", null, null, ElasticMq.CREDENTIALS, Protocol.AUTO);
    try (EventQueue queue = new SqsEventQueue(settings, Set.of(), NOON)) {
      assertThat(queue.open().visibilityTimeout()).isEqualTo(Duration.ofSeconds(45));
    }
  }

  @Test
  void attributes_that_may_not_be_read_are_guessed_for_consuming_and_null_for_counting() {
    try (StandIn server = denying("GetQueueAttributes", "");
        EventQueue queue = opened(server, ElasticMq.shared().fifoQueue(Map.of()))) {
      assertThat(queue.open().visibilityTimeout()).isEqualTo(Duration.ofSeconds(30));
      assertThat(queue.open().fifo()).isTrue();

      QueueDepth depth = queue.depth();
      assertThat(depth.visible()).isNull();
      assertThat(depth.inFlight()).isNull();
      assertThat(depth.delayed()).isNull();
      assertThat(depth.deadLetters()).isEmpty();
    }
  }

  @Test
  void credentials_that_are_wrong_are_not_taken_for_missing_rights() {
    Function<StandIn.Call, Optional<Answer>> stranger =
        call ->
            call.action().equals("GetQueueAttributes")
                ? Optional.of(Answer.error(403, "InvalidClientTokenId"))
                : Optional.empty();
    TestQueue queue = ElasticMq.shared().queue();
    try (StandIn server = new StandIn(stranger);
        EventQueue consumer = consumer(server, queue.name())) {
      assertThatExceptionOfType(QueueException.class)
          .isThrownBy(consumer::open)
          .extracting(QueueException::fault)
          .isEqualTo(Fault.DENIED);
    }
  }

  @Test
  void dead_letter_queue_that_cannot_be_read_spoils_nothing() {
    TestQueue deadLetters = ElasticMq.shared().queue();
    TestQueue sent = ElasticMq.shared().queue(ElasticMq.redrive(deadLetters, 3));
    sent.send("hello");
    try (StandIn server = denying("GetQueueAttributes", deadLetters.name());
        EventQueue queue = opened(server, sent)) {
      QueueDepth depth = queue.depth();
      assertThat(depth.visible()).isEqualTo(1);
      assertThat(depth.deadLetters().orElseThrow().visible()).isNull();
      assertThat(depth.deadLetters().orElseThrow().url()).endsWith("/" + deadLetters.name());
    }
  }

  @Test
  void messages_of_a_fifo_queues_dead_letter_queue_may_be_dated_anew() {
    TestQueue deadLetters = ElasticMq.shared().fifoQueue(Map.of());
    TestQueue source = ElasticMq.shared().fifoQueue(ElasticMq.redrive(deadLetters, 3));

    assertThat(redated(deadLetters, Protocol.JSON)).isTrue();
    assertThat(redated(deadLetters, Protocol.QUERY)).isTrue();
    assertThat(redated(source, Protocol.JSON)).isFalse();
    assertThat(redated(ElasticMq.shared().queue(), Protocol.JSON)).isFalse();
    SqsSettings settings = ElasticMq.shared().settings(source.name(), Protocol.JSON);
    try (EventQueue queue = SqsEventQueue.ofDeadLetters(settings, Set.of(), NOON)) {
      assertThat(queue.open().redated()).isTrue();
    }
  }

  @Test
  void fifo_queue_of_which_nothing_is_told_may_be_a_dead_letter_queue() {
    try (StandIn server = denying("ListDeadLetterSourceQueues", "");
        EventQueue queue = consumer(server, ElasticMq.shared().fifoQueue(Map.of()).name())) {
      assertThat(queue.open().redated()).isTrue();
    }
  }

  private static boolean redated(TestQueue queue, Protocol protocol) {
    SqsSettings settings = ElasticMq.shared().settings(queue.name(), protocol);
    try (EventQueue opened = new SqsEventQueue(settings, Set.of(), NOON)) {
      return opened.open().redated();
    }
  }

  private static StandIn denying(String action, String named) {
    return new StandIn(
        call ->
            call.action().equals(action) && call.body().contains(named)
                ? Optional.of(Answer.error(400, "AccessDeniedException"))
                : Optional.empty());
  }

  @Test
  void entry_that_fails_or_is_not_answered_is_tried_again_unless_the_sender_is_to_blame() {
    String failed =
        """
        {"Failed":[
          {"Id":"0","SenderFault":true,"Code":"ReceiptHandleIsInvalid"},
          {"Id":"2","SenderFault":false,"Code":"InternalError"},
          {"Id":"3","SenderFault":true,"Code":"ThrottlingException"}],
         "Successful":[{"Id":"1"}]}
        """;
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      receipts.add(new Receipt("m" + i, "h" + i, ""));
    }
    try (StandIn server = onBatches(failed);
        EventQueue queue = opened(server, ElasticMq.shared().queue())) {
      for (List<EntryFailure> failures :
          List.of(queue.delete(receipts), queue.changeVisibility(receipts, Duration.ZERO))) {
        assertThat(failures)
            .extracting(f -> f.receipt().messageId(), EntryFailure::code, EntryFailure::retryable)
            .containsExactly(
                tuple("m0", "ReceiptHandleIsInvalid", false),
                tuple("m2", "InternalError", true),
                tuple("m3", "ThrottlingException", true),
                tuple("m4", "NotAnswered", true));
      }
    }
  }

  private static StandIn onBatches(String answer) {
    return new StandIn(
        call ->
            call.action().endsWith("Batch")
                ? Optional.of(Answer.json(200, answer))
                : Optional.empty());
  }

  @Test
  void visibility_is_never_asked_for_beyond_what_sqs_allows() {
    try (StandIn server = onBatches("{}");
        EventQueue queue = opened(server, ElasticMq.shared().queue())) {
      queue.changeVisibility(List.of(new Receipt("m", "h", "")), Duration.ofDays(2));
      assertThat(server.calls())
          .anyMatch(call -> call.body().contains("\"VisibilityTimeout\":43200"));
    }
  }

  @Test
  void message_without_attributes_was_sent_now_and_never_before() {
    String bare = "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":\"b\"}]}";
    try (StandIn server = onReceive(Answer.json(200, bare));
        EventQueue queue = opened(server, ElasticMq.shared().queue())) {
      assertThat(queue.receive(1, Duration.ZERO, bytes -> {}))
          .containsExactly(new QueueMessage(new Receipt("m", "h", ""), "b", Instant.now(NOON), 1));
    }
  }

  @Test
  void answer_of_unknown_size_is_taken_for_the_largest() {
    Answer chunked =
        new Answer(
            200,
            Map.of(
                "Content-Type", "application/x-amz-json-1.0",
                "Transfer-Encoding", "chunked"),
            "{}");
    List<Long> told = new ArrayList<>();
    try (StandIn server = onReceive(chunked);
        EventQueue queue = opened(server, ElasticMq.shared().queue())) {
      queue.receive(10, Duration.ZERO, told::add);
      assertThat(told).containsExactly(10L * 1024 * 1024);
    }
  }

  @Test
  void gate_hears_of_receives_only() {
    List<Long> told = new ArrayList<>();
    TestQueue sent = ElasticMq.shared().queue(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60"));
    sent.send("hello");
    try (StandIn server = new StandIn(call -> Optional.empty());
        EventQueue queue = opened(server, sent)) {
      List<QueueMessage> messages = queue.receive(1, EventQueue.LONGEST_WAIT, told::add);
      queue.delete(messages.stream().map(QueueMessage::receipt).toList());
      queue.depth();
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void group_of_a_standard_queue_says_nothing_of_an_order() {
    String grouped =
        """
        {"Messages":[{"MessageId":"m","ReceiptHandle":"h","Body":"b",
          "Attributes":{"MessageGroupId":"tenant-7","SentTimestamp":"1795435200000"}}]}
        """;
    try (StandIn server = onReceive(Answer.json(200, grouped));
        EventQueue queue = opened(server, ElasticMq.shared().queue())) {
      assertThat(queue.receive(1, Duration.ZERO, bytes -> {}))
          .extracting(m -> m.receipt().groupId(), QueueMessage::sentAt)
          .containsExactly(tuple("", Instant.ofEpochMilli(1795435200000L)));
    }
  }

  private static StandIn onReceive(Answer answer) {
    return new StandIn(
        call -> call.action().equals("ReceiveMessage") ? Optional.of(answer) : Optional.empty());
  }

  private static EventQueue opened(StandIn server, TestQueue queue) {
    EventQueue consumer = consumer(server, queue.name());
    consumer.open();
    return consumer;
  }

  private static EventQueue consumer(StandIn server, String queueName) {
    return new SqsEventQueue(server.settings(queueName, Protocol.JSON), Set.of(), NOON);
  }
}

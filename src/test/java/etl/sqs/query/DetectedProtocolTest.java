package etl.sqs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import etl.event.EventQueue;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.sqs.SqsEventQueue;
import etl.sqs.SqsSettings;
import etl.sqs.StandIn;
import etl.sqs.StandIn.Answer;
import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("servers")
public class DetectedProtocolTest {
  /** What servers from before SQS spoke JSON answer to it. */
  public static final Answer XML_ERROR =
      Answer.of(
          500,
          "text/xml",
          """
          <?xml version='1.0' encoding='utf-8'?>
          <ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>\
          <Code>InternalError</Code><Message>Operation detection failed. Missing Action in \
          request</Message></Error><RequestId>0</RequestId></ErrorResponse>
          """);

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("an XML error of status 500", XML_ERROR),
        argumentSet(
            "an XML error of status 400",
            Answer.of(
                400,
                "application/xml",
                "<ErrorResponse><Error><Code>MissingAction</Code></Error></ErrorResponse>")),
        argumentSet("nothing at all", Answer.of(400, "text/plain", "")),
        argumentSet("a page", Answer.of(404, "text/html", "<html><p>404 Not Found</html>")),
        argumentSet(
            "a result in XML",
            Answer.of(
                200,
                "text/xml",
                "<GetQueueUrlResponse><GetQueueUrlResult/></GetQueueUrlResponse>")),
        argumentSet("a state of its own", Answer.of(404, "text/json", "{\"status\":\"running\"}")),
        argumentSet(
            "an unknown operation",
            Answer.json(404, "{\"__type\":\"UnknownOperationException\",\"message\":\"\"}")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void server_that_answers_json_with_this_is_spoken_to_in_the_query_protocol(Answer refusal) {
    TestQueue queue = ElasticMq.shared().queue();
    queue.send("hello");
    try (StandIn server = refusingJson(refusal);
        EventQueue consumer = consumer(server, queue.name())) {
      consumer.open();

      List<QueueMessage> messages = consumer.receive(10, EventQueue.LONGEST_WAIT, bytes -> {});
      assertThat(messages).extracting(QueueMessage::body).containsExactly("hello");
      assertThat(server.calls()).filteredOn(StandIn.Call::isJson).hasSize(1);
    }
  }

  @Test
  void query_call_goes_to_the_path_of_its_queue() {
    TestQueue queue = ElasticMq.shared().queue();
    try (StandIn server = refusingJson(XML_ERROR);
        EventQueue consumer = consumer(server, queue.name())) {
      consumer.open();
      assertThat(server.calls())
          .filteredOn(call -> call.body().contains("Action=GetQueueAttributes"))
          .extracting(StandIn.Call::path)
          .containsExactly("/000000000000/" + queue.name());
    }
  }

  private static StandIn refusingJson(Answer refusal) {
    return new StandIn(call -> call.isJson() ? Optional.of(refusal) : Optional.empty());
  }

  private static EventQueue consumer(StandIn server, String queueName) {
    SqsSettings settings = server.settings(queueName, SqsSettings.Protocol.AUTO);
    return new SqsEventQueue(settings, Set.of(), Clock.systemUTC());
  }

  @Test
  void server_that_speaks_json_is_never_asked_in_the_query_protocol() {
    TestQueue queue = ElasticMq.shared().queue();
    try (StandIn server = new StandIn(call -> Optional.empty());
        EventQueue consumer = consumer(server, queue.name())) {
      consumer.open();
      assertThat(server.calls()).isNotEmpty().allMatch(StandIn.Call::isJson);
    }
  }

  @Test
  void error_in_json_is_taken_for_what_it_says() {
    try (StandIn server = new StandIn(call -> Optional.empty());
        EventQueue consumer = consumer(server, "no-such-queue")) {
      assertFault(Fault.CONFIGURATION, consumer);
      assertThat(server.calls()).hasSize(1).allMatch(StandIn.Call::isJson);
    }
  }

  @Test
  void error_in_xml_is_taken_for_what_it_says() {
    try (StandIn server = refusingJson(XML_ERROR);
        EventQueue consumer = consumer(server, "no-such-queue")) {
      assertFault(Fault.CONFIGURATION, consumer);
    }
  }

  @Test
  void outage_during_the_first_call_decides_nothing() {
    TestQueue queue = ElasticMq.shared().queue();
    AtomicBoolean away = new AtomicBoolean(true);
    Answer page = Answer.of(503, "text/html", "<html><p>Service Unavailable</html>");
    try (StandIn server = new StandIn(c -> away.get() ? Optional.of(page) : Optional.empty());
        EventQueue consumer = consumer(server, queue.name())) {
      assertFault(Fault.UNAVAILABLE, consumer);
      away.set(false);
      consumer.open();
      assertThat(server.calls()).allMatch(StandIn.Call::isJson);
    }
  }

  @Test
  void server_that_speaks_neither_is_reported_as_it_answered_in_json() {
    Answer page = Answer.of(404, "text/html", "<html><p>404 Not Found</html>");
    try (StandIn server = StandIn.answering(page);
        EventQueue consumer = consumer(server, "login-queue")) {
      assertFault(Fault.CONFIGURATION, consumer);
    }
  }

  private static void assertFault(Fault fault, EventQueue consumer) {
    assertThatExceptionOfType(QueueException.class)
        .isThrownBy(consumer::open)
        .extracting(QueueException::fault)
        .isEqualTo(fault);
  }
}

package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import etl.event.EventQueue;
import etl.event.Fault;
import etl.event.QueueException;
import etl.event.Receipt;
import etl.sqs.StandIn.Answer;
import etl.testing.ElasticMq;
import etl.testing.QueueSettings;
import etl.testing.TestQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

@Tag("servers")
class SqsFaultsTest {
  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, DENIED",
    "403, AccessDenied, DENIED",
    "403, InvalidClientTokenId, DENIED",
    "403, SignatureDoesNotMatch, DENIED",
    "400, ExpiredToken, DENIED",
    "400, UnrecognizedClientException, DENIED",
    "400, KmsAccessDenied, DENIED",
    "403, SomethingNew, DENIED",
    "400, ThrottlingException, UNAVAILABLE",
    "403, RequestThrottled, UNAVAILABLE",
    "400, KmsThrottled, UNAVAILABLE",
    "403, OverLimit, UNAVAILABLE",
    "500, InternalFailure, UNAVAILABLE",
    "503, ServiceUnavailable, UNAVAILABLE",
    "500, SomethingNew, UNAVAILABLE",
    "400, QueueDoesNotExist, CONFIGURATION",
    "400, QueueDeletedRecently, CONFIGURATION",
    "400, KmsDisabled, CONFIGURATION",
    "400, InvalidParameterValue, UNEXPECTED"
  })
  void error_of_sqs_is_told_by_its_code_and_nothing_else_of_it_is_shown(
      int status, String code, Fault fault) {
    try (StandIn server = StandIn.answering(Answer.error(status, code));
        EventQueue queue = queue(server.endpoint())) {
      QueueException e = failure(queue::open);

      assertThat(e.fault()).isEqualTo(fault);
      assertThat(e)
          .hasMessageStartingWith("cannot find queue login-queue at 127.0.0.1:")
          .hasMessageContaining(code)
          .hasMessageNotContaining("secret");
      assertThat(e).hasStackTraceContaining("software.amazon.awssdk");
      assertThat(e.getCause()).hasMessageNotContaining("secret");
      assertThat(server.calls()).as("no retry is hidden from the consumer").hasSize(1);
    }
  }

  @Test
  void query_error_header_of_amazon_is_the_code() {
    Answer answer =
        new Answer(
            400,
            Map.of(
                "Content-Type", "application/x-amz-json-1.0",
                "x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"),
            "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}");
    try (StandIn server = StandIn.answering(answer);
        EventQueue queue = queue(server.endpoint())) {
      QueueException e = failure(queue::open);
      assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION);
      assertThat(e)
          .hasMessageEndingWith(
              "no such queue, AWS.SimpleQueueService.NonExistentQueue (HTTP 400)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, DENIED",
    "404, CONFIGURATION",
    "200, CONFIGURATION",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE"
  })
  void page_in_the_place_of_an_answer_is_told_by_its_status(int status, Fault fault) {
    Answer page = Answer.of(status, "text/html", "<html><p>secret</html>");
    try (StandIn server = StandIn.answering(page);
        EventQueue queue = queue(server.endpoint())) {
      QueueException e = failure(queue::open);
      assertThat(e.fault()).isEqualTo(fault);
      assertThat(e).hasMessageNotContaining("secret");
    }
  }

  @Test
  void port_that_refuses_is_an_outage() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    try (EventQueue queue = queue(URI.create("http://127.0.0.1:" + port))) {
      QueueException e = failure(queue::open);
      assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE);
      assertThat(e)
          .hasMessage(
              "cannot find queue login-queue at 127.0.0.1:%d: the connection was refused", port);
    }
  }

  @Test
  void host_without_an_address_is_an_outage() {
    try (EventQueue queue = queue(URI.create("http://no-such-host.invalid:4566"))) {
      assertThat(failure(queue::open).fault()).isEqualTo(Fault.UNAVAILABLE);
    }
  }

  @Test
  void connection_that_breaks_once_is_made_again_and_one_that_always_breaks_is_an_outage() {
    TestQueue sent = ElasticMq.shared().queue();
    AtomicInteger breaks = new AtomicInteger(1);
    try (StandIn server = new StandIn(call -> hangUpOrPassOn(breaks));
        EventQueue queue = queue(server.endpoint(), sent.name())) {
      queue.open();
      breaks.set(Integer.MAX_VALUE);
      assertThat(failure(queue::open).fault()).isEqualTo(Fault.UNAVAILABLE);
    }
  }

  private static Optional<Answer> hangUpOrPassOn(AtomicInteger breaks) {
    if (breaks.getAndDecrement() > 0) {
      throw new IllegalStateException("hang up");
    }
    return Optional.empty();
  }

  @Test
  void receipt_handles_and_credentials_stay_out_of_messages() {
    AtomicBoolean opened = new AtomicBoolean();
    String queueName = ElasticMq.shared().queue().name();
    Optional<Answer> refusal = Optional.of(Answer.error(400, "InvalidParameterValue"));
    try (StandIn server = new StandIn(c -> opened.get() ? refusal : Optional.empty());
        EventQueue queue = queue(server.endpoint(), queueName)) {
      queue.open();
      opened.set(true);
      List<Receipt> receipts = List.of(new Receipt("id", "handle-of-it", ""));
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> queue.delete(receipts),
              () -> queue.changeVisibility(receipts, Duration.ZERO),
              () -> queue.receive(1, Duration.ZERO, bytes -> {}),
              queue::depth)) {
        QueueException e = failure(call);
        assertThat(e.fault()).isEqualTo(Fault.UNEXPECTED);
        assertThat(e)
            .hasMessageContaining(queueName)
            .hasMessageNotContaining("handle-of-it")
            .hasMessageNotContaining(ElasticMq.CREDENTIALS.secretAccessKey())
            .hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void certificate_that_is_not_trusted_is_configuration() {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX");
    handshake.initCause(new CertificateException("unable to find valid certification path"));
    assertThat(fault(SdkClientException.create("…", handshake))).isEqualTo(Fault.CONFIGURATION);
    assertThat(fault(SdkClientException.create("…", new SSLHandshakeException("closed"))))
        .isEqualTo(Fault.UNAVAILABLE);
  }

  @Test
  void unknown_host_of_a_region_that_nobody_knows_is_configuration() {
    SdkClientException unknownHost =
        SdkClientException.create("…", new UnknownHostException("sqs.eu-nowhere-9.amazonaws.com"));
    assertThat(faults("eu-nowhere-9").of("find", unknownHost).fault())
        .isEqualTo(Fault.CONFIGURATION);
    assertThat(faults("eu-west-1").of("find", unknownHost).fault()).isEqualTo(Fault.UNAVAILABLE);
  }

  @Test
  void interrupted_call_is_no_bug_and_anything_unknown_is() {
    assertThat(fault(AbortedException.create("…"))).isEqualTo(Fault.UNAVAILABLE);
    assertThat(fault(SdkClientException.create("…"))).isEqualTo(Fault.UNEXPECTED);
  }

  private static Fault fault(RuntimeException e) {
    return faults("eu-west-1").of("find", e).fault();
  }

  private static SqsFaults faults(String region) {
    return new SqsFaults(
        new SqsAddress(null, "login-queue", null, region, true, null), Optional.empty());
  }

  private static EventQueue queue(URI endpoint) {
    return queue(endpoint, "login-queue");
  }

  private static EventQueue queue(URI endpoint, String name) {
    SqsSettings settings =
        QueueSettings.of(
            null, name, endpoint, null, ElasticMq.CREDENTIALS, SqsSettings.Protocol.JSON);
    return new SqsEventQueue(settings, Set.of(), Clock.systemUTC());
  }

  private static QueueException failure(ThrowingCallable call) {
    return catchThrowableOfType(QueueException.class, call);
  }
}

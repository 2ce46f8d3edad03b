package etl.sqs.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import etl.sqs.direct.RecordingServer.Request;
import etl.testing.Await;
import etl.testing.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class DirectCallsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2020-02-28T12:00:00Z"), ZoneOffset.UTC);
  private static final HttpTimeouts LONG =
      new HttpTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5));
  private static final AwsCredentials KEY = AwsBasicCredentials.create("AKID", "secret");
  private static final String NOTHING = RecordingServer.json("{}");

  @ParameterizedTest
  @ValueSource(strings = {"RequestTimeTooSkewed", "SignatureDoesNotMatch"})
  void clock_is_corrected_by_the_servers_and_stays_corrected(String code) {
    String refusal =
        "HTTP/1.1 403 F\r\nDate: Fri, 28 Feb 2020 10:59:30 GMT\r\nx-amzn-ErrorType: %s\r\n"
                .formatted(code)
            + "Content-Length: 2\r\n\r\n{}";
    Function<Request, String> script =
        request -> request.header("X-Amz-Date").equals("20200228T105930Z") ? NOTHING : refusal;
    try (RecordingServer server = new RecordingServer(script);
        MessageCalls calls = calls(server, LONG)) {
      calls.delete(List.of("h"));
      calls.delete(List.of("h"));

      assertThat(server.requests())
          .extracting(r -> r.header("amz-sdk-request"))
          .containsExactly("attempt=1; max=3", "attempt=2; max=3", "attempt=1; max=3");
    }
  }

  @Test
  void skew_without_the_servers_time_is_given_up_after_three_attempts() {
    String refusal =
        "HTTP/1.1 403 F\r\nx-amzn-ErrorType: RequestExpired\r\nContent-Length: 0\r\n\r\n";
    try (RecordingServer server = new RecordingServer(request -> refusal);
        MessageCalls calls = calls(server, LONG)) {
      assertThatExceptionOfType(AwsServiceException.class)
          .isThrownBy(() -> calls.delete(List.of("h")))
          .extracting(e -> e.awsErrorDetails().errorCode())
          .isEqualTo("RequestExpired");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void credentials_are_asked_for_at_each_call() {
    Queue<AwsCredentials> fresh =
        new ArrayDeque<>(
            List.of(KEY, AwsSessionCredentials.create("AKID2", "other", "token"), KEY));
    try (RecordingServer server = new RecordingServer(request -> NOTHING);
        MessageCalls calls = calls(server, LONG, fresh::remove)) {
      IntStream.range(0, 3).forEach(i -> calls.delete(List.of("h")));

      assertThat(server.requests())
          .extracting(r -> r.header("Authorization").replaceFirst(".*Credential=(\\w+)/.*", "$1"))
          .containsExactly("AKID", "AKID2", "AKID");
      assertThat(server.requests())
          .extracting(r -> r.header("X-Amz-Security-Token"))
          .containsExactly("", "token", "");
    }
  }

  @Test
  void calls_after_one_another_share_a_connection_until_the_server_closes_it() {
    String last = NOTHING.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    AtomicInteger count = new AtomicInteger();
    try (RecordingServer server =
            new RecordingServer(request -> count.incrementAndGet() == 3 ? last : NOTHING);
        MessageCalls calls = calls(server, LONG)) {
      IntStream.range(0, 5).forEach(i -> calls.delete(List.of("h")));
      assertThat(server.requests()).extracting(Request::connection).containsExactly(0, 0, 0, 1, 1);
    }
  }

  @Test
  void server_that_has_hung_up_on_all_connections_is_called_anew() {
    int several = 5;
    CountDownLatch all = new CountDownLatch(several);
    Function<Request, String> script =
        request -> {
          all.countDown();
          awaitAll(all);
          return NOTHING;
        };
    try (RecordingServer server = new RecordingServer(script);
        MessageCalls calls = calls(server, LONG)) {
      List<CompletableFuture<Void>> first =
          IntStream.range(0, several)
              .mapToObj(i -> Background.run(() -> calls.delete(List.of("h"))))
              .toList();
      first.forEach(CompletableFuture::join);
      server.hangUp();
      calls.delete(List.of("again"));

      assertThat(server.requests()).last().extracting(Request::connection).isEqualTo(several);
    }
  }

  private static void awaitAll(CountDownLatch all) {
    try {
      all.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void server_that_is_silent_is_given_up_and_not_asked_again() {
    try (RecordingServer server = new RecordingServer(request -> null);
        MessageCalls calls =
            calls(server, new HttpTimeouts(Duration.ofMinutes(5), Duration.ofMillis(100)))) {
      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(() -> calls.delete(List.of("h")))
          .withCauseInstanceOf(SocketTimeoutException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void abort_ends_a_poll_at_once_and_no_other_call() {
    CountDownLatch deleting = new CountDownLatch(1);
    Function<Request, String> script =
        request -> {
          if (request.action().equals("ReceiveMessage")) {
            return null;
          }
          awaitAll(deleting);
          return NOTHING;
        };
    try (RecordingServer server = new RecordingServer(script);
        MessageCalls calls = calls(server, LONG)) {
      CompletableFuture<List<ReceivedMessage>> poll = poll(calls);
      CompletableFuture<BatchAnswer> delete = Background.start(() -> calls.delete(List.of("h")));
      Await.until("both calls", () -> server.requests().size() == 2);
      calls.abortReceives();

      assertThat(poll.join()).isEmpty();
      deleting.countDown();
      assertThat(delete.join().failed()).isEmpty();
      assertThat(server.requests()).as("no attempt after the abort").hasSize(2);
    }
  }

  @Test
  void abort_ends_a_poll_that_has_no_connection_yet() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint tls = new Endpoint(true, "127.0.0.1", silent.getLocalPort(), "h", "agent", "r");
      try (MessageCalls calls = calls(tls, LONG, StaticCredentialsProvider.create(KEY))) {
        CompletableFuture<List<ReceivedMessage>> poll = poll(calls);
        try (Socket handshaking = silent.accept()) {
          calls.abortReceives();
          assertThat(poll.join()).isEmpty();
          assertThat(handshaking.isConnected()).isTrue();
        }
      }
    }
  }

  private static CompletableFuture<List<ReceivedMessage>> poll(MessageCalls calls) {
    return Background.start(() -> calls.receive(10, Duration.ofSeconds(20), bytes -> {}));
  }

  private static MessageCalls calls(RecordingServer server, HttpTimeouts timeouts) {
    return calls(server, timeouts, StaticCredentialsProvider.create(KEY));
  }

  private static MessageCalls calls(
      RecordingServer server, HttpTimeouts timeouts, AwsCredentialsProvider credentials) {
    return calls(
        new Endpoint(false, "127.0.0.1", server.port(), "sqs", "agent", "eu-west-1"),
        timeouts,
        credentials);
  }

  private static MessageCalls calls(
      Endpoint endpoint, HttpTimeouts timeouts, AwsCredentialsProvider credentials) {
    return new DirectCalls(
        "http://sqs/0/q",
        Set.of(),
        endpoint,
        timeouts,
        credentials,
        DirectCallsTest::passesAtOnce,
        NOON);
  }

  private static boolean passesAtOnce(SdkException e) {
    return e instanceof AwsServiceException answer
        ? answer.isClockSkewException()
        : e.getCause() instanceof IOException && !(e.getCause() instanceof SocketTimeoutException);
  }
}

package etl.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import etl.aws.StaticCredentials;
import etl.event.EntryFailure;
import etl.event.EventQueue;
import etl.event.QueueException;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.sqs.SqsSettings.Client;
import etl.sqs.direct.RecordingServer;
import etl.sqs.direct.RecordingServer.Request;
import etl.testing.QueueSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The direct calls are those of the SDK's client: in what is sent and in what is read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsAlikeTest {
  private static final StaticCredentials KEY = new StaticCredentials("AKIDHERE", "secret", null);
  private static final StaticCredentials SESSION =
      new StaticCredentials("AKIDHERE", "secret/+", "token/with+odd==characters%20~");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

  private static final String MESSAGE =
      "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":%s}]}";

  private RecordingServer server;
  private EventQueue bySdk;
  private EventQueue direct;
  private volatile String answer;

  @BeforeAll
  void start() {
    server = new RecordingServer(request -> answer);
    bySdk = opened(server, Client.SDK, KEY, Set.of("kind"));
    direct = opened(server, Client.DIRECT, KEY, Set.of("kind"));
  }

  @AfterAll
  void stop() {
    bySdk.close();
    direct.close();
    server.close();
  }

  private static EventQueue opened(
      RecordingServer server, Client client, StaticCredentials key, Set<String> attributes) {
    URI queueUrl = server.endpoint("http").resolve("/000000000000/queue");
    SqsSettings settings =
        QueueSettings.of(queueUrl, "", null, "eu-west-1", key, SqsSettings.Protocol.JSON);
    EventQueue queue = new SqsEventQueue(settings.by(client), attributes, NOON);
    queue.open();
    return queue;
  }

  @Test
  void requests_are_the_same_but_for_what_must_vary() {
    List<String> odd =
        List.of(
            "plain",
            "\"quoted\" \\ / <&>'",
            "\b\t\n\f\r\u0000\u001f\u007f",
            "é ☃ \uD83D\uDE00 \u2028");
    for (StaticCredentials key : List.of(KEY, SESSION)) {
      for (Set<String> attributes : List.of(Set.<String>of(), Set.of("kind", "a \"b\"", "ü"))) {
        try (RecordingServer recorder = new RecordingServer(request -> RecordingServer.json("{}"));
            EventQueue one = opened(recorder, Client.SDK, key, attributes);
            EventQueue other = opened(recorder, Client.DIRECT, key, attributes)) {
          for (EventQueue queue : List.of(one, other)) {
            queue.receive(10, Duration.ofSeconds(20), bytes -> {});
            queue.receive(1, Duration.ZERO, bytes -> {});
            queue.delete(receipts(odd));
            queue.changeVisibility(receipts(odd), Duration.ofSeconds(45));
            queue.changeVisibility(receipts(List.of("one")), Duration.ZERO);
          }
          List<Request> bySdk = recorder.requests().subList(0, 5);
          List<Request> direct = recorder.requests().subList(5, 10);

          assertThat(direct).extracting(Request::body).isEqualTo(bodies(bySdk));
          assertThat(direct).extracting(CallsAlikeTest::head).isEqualTo(heads(bySdk));
          assertThat(direct)
              .extracting(r -> r.header("amz-sdk-invocation-id"))
              .doesNotHaveDuplicates()
              .allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        }
      }
    }
  }

  private static List<Receipt> receipts(List<String> handles) {
    return handles.stream().map(handle -> new Receipt("m", handle, "")).toList();
  }

  private static List<String> bodies(List<Request> requests) {
    return requests.stream().map(Request::body).toList();
  }

  private static List<List<String>> heads(List<Request> requests) {
    return requests.stream().map(CallsAlikeTest::head).toList();
  }

  /** Without the values that each call has of its own: the time, the call's id, the signature. */
  private static List<String> head(Request request) {
    return request.head().stream()
        .map(line -> line.replaceFirst("(X-Amz-Date: ).*", "$1"))
        .map(line -> line.replaceFirst("(amz-sdk-invocation-id: ).*", "$1"))
        .map(line -> line.replaceFirst("(Signature=).*", "$1"))
        .toList();
  }

  static Stream<String> answersToReceive() {
    String message = "{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":\"b\"%s}";
    List<String> bodies = new ArrayList<>();
    for (String more :
        List.of(
            "",
            ",\"MD5OfBody\":\"wrong\"",
            ",\"MD5OfBody\":\"92eb5ffee6ae2fec3ad71c777531578f\"",
            ",\"Unknown\":{\"a\":[1,{\"b\":null}],\"c\":true},\"N\":-1.5e3",
            ",\"Attributes\":{\"SentTimestamp\":\"1795435200000\",\"ApproximateReceiveCount\":\"3\"}",
            ",\"Attributes\":{\"SentTimestamp\":1795435200000,\"ApproximateReceiveCount\":3}",
            ",\"Attributes\":{\"SentTimestamp\":null,\"Unknown\":\"x\",\"MessageGroupId\":\"g\"}",
            ",\"Attributes\":{\"SentTimestamp\":\"soon\"}",
            ",\"Attributes\":{\"ApproximateReceiveCount\":\"0\"}",
            ",\"Attributes\":null,\"MessageAttributes\":null",
            ",\"MessageAttributes\":{\"kind\":{\"DataType\":\"String\",\"StringValue\":\"é\"}}",
            ",\"MessageAttributes\":{\"kind\":{\"DataType\":\"Number.x\",\"StringValue\":\"1\"}}",
            ",\"MessageAttributes\":{\"kind\":{\"DataType\":\"Binary\",\"BinaryValue\":\"AAE=\"}}",
            ",\"MessageAttributes\":{\"kind\":{\"StringValue\":\"1\"},\"other\":{}}",
            ",\"MessageAttributes\":{\"kind\":{\"DataType\":\"String\",\"StringValue\":\"1\","
                + "\"StringListValues\":[\"a\"],\"BinaryListValues\":[]}}",
            ",\"Body\":\"again\"",
            ",\"Body\":null")) {
      bodies.add("{\"Messages\":[" + message.formatted(more) + "]}");
    }
    for (String body :
        List.of(
            "\"\"",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00 \\ud83d\"",
            "\"é ☃ \uD83D\uDE00 \u2028\u007f\"",
            "\"{\\\"ip\\\":\\\"10.0.0.1\\\"}\"",
            "12",
            "-0.50",
            "true")) {
      bodies.add(MESSAGE.formatted(body));
    }
    bodies.addAll(
        List.of(
            "{}",
            "{\"Messages\":[]}",
            "{\"Messages\":null}",
            " {\t\"Messages\" :\r\n[ ] } ",
            "{\"Other\":[[]],\"Messages\":[{}]}",
            "{\"Messages\":[{\"MessageId\":\"m\"}]}",
            "{\"Messages\":[{\"MessageId\":\"a\",\"ReceiptHandle\":\"h\",\"Body\":\"1\"},"
                + "{\"Body\":\"2\",\"ReceiptHandle\":\"i\",\"MessageId\":\"b\"}]}",
            "<html>secret</html>",
            "{\"Messages\":[",
            "{\"Messages\":[{\"Body\":\"\u0001\"}]}",
            "{\"Messages\":[{\"Body\":\"\\x\"}]}",
            "{'Messages':[]}",
            "{\"Messages\":[],}",
            "[]",
            "\"text\"",
            ""));
    return bodies.stream().flatMap(body -> Stream.of(RecordingServer.json(body), inChunks(body)));
  }

  private static String inChunks(String body) {
    String latin = RecordingServer.latin(body);
    StringBuilder chunks =
        new StringBuilder(RecordingServer.HEAD).append("Transfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < latin.length(); at += 7) {
      String chunk = latin.substring(at, Math.min(latin.length(), at + 7));
      chunks
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  @ParameterizedTest
  @MethodSource("answersToReceive")
  void answer_to_a_receive_is_read_alike(String answer) {
    assertAlike(answer, CallsAlikeTest::receive);
  }

  static Stream<String> answersOnTheWire() {
    String body = MESSAGE.formatted("\"b\"");
    String whole = RecordingServer.json(body);
    String error = "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"secret\"}";
    List<String> answers = new ArrayList<>();
    answers.add("HTTP/1.1 100 Continue\r\n\r\n" + whole);
    answers.add("HTTP/1.1 102 Processing\r\nX: y\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + whole);
    answers.add(whole.replace("HTTP/1.1", "HTTP/1.0"));
    answers.add(whole.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    answers.add(RecordingServer.HEAD + "Connection: close\r\n\r\n" + body);
    answers.add(RecordingServer.json(MESSAGE.formatted("\"" + "x".repeat(1 << 20) + "\"")));
    answers.add(RecordingServer.json(MESSAGE.formatted("\"" + "\\\"é".repeat(1 << 18) + "\"")));
    answers.add("");
    answers.add("no HTTP at all\r\n\r\nConnection: close");
    answers.add(RecordingServer.HEAD + "Connection: close\r\nContent-Length: 5000\r\n\r\n" + body);
    answers.add(
        RecordingServer.HEAD
            + "Connection: close\r\nContent-Length: 5000\r\n\r\n"
            + body.substring(0, 30));
    answers.add(
        RecordingServer.HEAD
            + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Mes");
    for (int status : List.of(301, 307, 400, 401, 403, 404, 407, 413, 429, 500, 502, 503)) {
      answers.add(page(status, "Content-Type: text/html", "<p>secret</p>"));
      answers.add(page(status, "X: y", ""));
      for (String code :
          List.of("QueueDoesNotExist", "ThrottlingException", "AccessDeniedException", "New")) {
        answers.add(page(status, "X: y", error.formatted(code)));
      }
    }
    for (String type :
        List.of("Bare", "a#Coded", "a#Coded:http://x", "Coded:http://x", "a#", "#", ":", "")) {
      answers.add(page(400, "X: y", "{\"__type\":\"" + type + "\"}"));
      answers.add(page(400, "x-amzn-ErrorType: " + type, "{\"__type\":\"a#Other\"}"));
      answers.add(page(400, "X: y", "{\"code\":\"" + type + "\",\"Message\":\"m\"}"));
    }
    for (String told :
        List.of(
            "AWS.SimpleQueueService.NonExistentQueue;Sender", "OverLimit;Receiver", "None", ";")) {
      answers.add(page(400, "x-amzn-query-error: " + told, error.formatted("QueueDoesNotExist")));
    }
    for (String odd :
        List.of(
            "[]", "null", "{\"__type\":null}", "{\"__type\":5}", "{\"__type\":{}}", "{\"a\":")) {
      answers.add(page(400, "X: y", odd));
    }
    return answers.stream();
  }

  private static String page(int status, String header, String body) {
    return "HTTP/1.1 %d Told\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, header, body.length(), body);
  }

  @ParameterizedTest
  @MethodSource("answersOnTheWire")
  void answer_on_the_wire_is_read_alike(String answer) {
    assertAlike(answer, CallsAlikeTest::receive);
    assertAlike(answer, queue -> queue.delete(receipts(List.of("h"))).toString());
  }

  static Stream<String> answersToBatches() {
    return Stream.of(
        "{}",
        "{\"Successful\":[{\"Id\":\"0\"},{\"Id\":\"2\"}],\"Failed\":[]}",
        "{\"Successful\":null,\"Failed\":[{\"Id\":\"1\",\"Code\":\"InternalError\"}]}",
        "{\"Failed\":[{\"Id\":\"1\",\"SenderFault\":true,\"Code\":\"ReceiptHandleIsInvalid\","
            + "\"Message\":\"m\"},{\"Id\":\"0\",\"SenderFault\":false,\"Code\":null}],\"X\":{}}",
        "{\"Failed\":[{\"Id\":\"0\",\"SenderFault\":true,\"Code\":\"ThrottlingException\"}]}",
        "{\"Failed\":[{\"Id\":\"0\",\"SenderFault\":null}]}",
        "{\"Successful\":[{}]}",
        "{\"Successful\":[{\"Id\":\"none\"}]}",
        "");
  }

  @ParameterizedTest
  @MethodSource("answersToBatches")
  void answer_to_a_batch_is_read_alike(String body) {
    List<Receipt> receipts = receipts(List.of("h0", "h1", "h2"));
    for (Function<EventQueue, List<EntryFailure>> batch :
        List.<Function<EventQueue, List<EntryFailure>>>of(
            queue -> queue.delete(receipts),
            queue -> queue.changeVisibility(receipts, Duration.ofSeconds(9)))) {
      assertAlike(RecordingServer.json(body), queue -> batch.apply(queue).toString());
    }
  }

  /** All that a receive brings, and what the gate was told. */
  private static String receive(EventQueue queue) {
    List<Long> sizes = new ArrayList<>();
    List<QueueMessage> messages = queue.receive(10, Duration.ZERO, sizes::add);
    return sizes
        + IntStream.range(0, messages.size())
            .mapToObj(messages::get)
            .map(
                m ->
                    List.of(
                        m.receipt(),
                        m.receipt().handle(),
                        m.body(),
                        m.sentAt(),
                        m.receiveCount(),
                        m.attributes()))
            .toList()
            .toString();
  }

  private void assertAlike(String answer, Function<EventQueue, String> call) {
    this.answer = answer;
    int before = server.requests().size();
    String outcome = outcome(bySdk, call);
    int attempts = server.requests().size() - before;
    assertThat(outcome(direct, call)).isEqualTo(outcome);
    assertThat(server.requests()).as("attempts").hasSize(before + 2 * attempts);
  }

  /** What a call gives, or the failure that it throws. */
  private static String outcome(EventQueue queue, Function<EventQueue, String> call) {
    try {
      return call.apply(queue);
    } catch (QueueException e) {
      return e.fault() + ": " + e.getMessage() + " " + e.remedy();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}

package etl.sqs.direct;

import etl.event.ByteGate;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.ClockSkew;

/**
 * The calls as the SDK's client makes them, with less work for each: no model objects, no
 * interceptors, a signing key that is derived once a day.
 */
public final class DirectCalls implements MessageCalls {
  /** Reads an answer's body. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(AnswerReader answer) throws IOException;
  }

  private final String queueUrl;
  private final Set<String> attributes;
  private final RequestForm form;
  private final KeptConnections connections;
  private final AwsCredentialsProvider credentials;
  private final Predicate<SdkException> passesAtOnce;
  private final Clock clock;
  private final Receives receives = new Receives();

  /** By how much this clock is ahead of the server's. */
  private volatile Duration clockOffset = Duration.ZERO;

  /**
   * Calls nobody yet.
   *
   * @param attributes the names of the message attributes to ask for
   * @param passesAtOnce which failures are worth another attempt without a pause
   */
  public DirectCalls(
      String queueUrl,
      Set<String> attributes,
      Endpoint endpoint,
      HttpTimeouts timeouts,
      AwsCredentialsProvider credentials,
      Predicate<SdkException> passesAtOnce,
      Clock clock) {
    this.queueUrl = queueUrl;
    this.attributes = attributes;
    this.form = new RequestForm(endpoint);
    this.connections = new KeptConnections(endpoint, timeouts);
    this.credentials = credentials;
    this.passesAtOnce = passesAtOnce;
    this.clock = clock;
  }

  @Override
  public List<ReceivedMessage> receive(int max, Duration wait, ByteGate gate) {
    byte[] body = RequestBody.receive(queueUrl, attributes, max, wait.toSeconds());
    return receives
        .run(gate, call -> call("ReceiveMessage", body, call, json -> json.messages(attributes)))
        .orElse(List.of());
  }

  @Override
  public void abortReceives() {
    receives.abortAll();
  }

  @Override
  public BatchAnswer delete(List<String> receiptHandles) {
    byte[] body = RequestBody.delete(queueUrl, receiptHandles);
    return call("DeleteMessageBatch", body, new PendingCall(size -> {}), AnswerReader::batch);
  }

  @Override
  public BatchAnswer changeVisibility(List<String> receiptHandles, int seconds) {
    byte[] body = RequestBody.changeVisibility(queueUrl, receiptHandles, seconds);
    return call(
        "ChangeMessageVisibilityBatch", body, new PendingCall(size -> {}), AnswerReader::batch);
  }

  private <T> T call(String action, byte[] body, PendingCall pending, Reading<T> reading) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String invocation = new UUID(random.nextLong(), random.nextLong()).toString();
    RequestForm.Call call = new RequestForm.Call(action, invocation, body);
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(call, attempt, pending, reading);
      } catch (SdkException e) {
        if (attempt == RequestForm.ATTEMPTS || !passesAtOnce.test(e)) {
          throw e;
        } else if (e instanceof AwsServiceException answer) {
          correctClock(answer);
        } else {
          // Where one connection has broken, the server may be gone, and the others with it.
          connections.dropIdle();
        }
      }
    }
  }

  private <T> T attempt(
      RequestForm.Call call, int attempt, PendingCall pending, Reading<T> reading) {
    Duration offset = clockOffset;
    Instant now = clock.instant().minus(offset);
    var request = form.of(call, attempt, credentials.resolveCredentials(), now);
    KeptConnection connection = null;
    try {
      connection = connections.take(pending::waiting);
      pending.waiting(connection::hangUp);
      ClassicHttpResponse response = connection.send(request);
      pending.answered();
      InputStream body = body(response);
      if (response.getCode() / 100 != 2) {
        byte[] error = body.readAllBytes();
        giveBack(connection, body);
        connection = null;
        throw ErrorAnswer.of(response, error, offset);
      }
      pending.admit(size(response), connection::hangUp);
      T result = reading.read(new AnswerReader(body, size(response).orElse(Long.MAX_VALUE)));
      giveBack(connection, body);
      connection = null;
      return result;
    } catch (IOException e) {
      throw pending.isAborted()
          ? PendingCall.aborted()
          : SdkClientException.create("the call failed", e);
    } finally {
      if (connection != null) {
        connection.hangUp();
      }
    }
  }

  private void giveBack(KeptConnection connection, InputStream body) {
    connection.finish(body);
    connections.giveBack(connection);
  }

  private static InputStream body(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  private static OptionalLong size(ClassicHttpResponse response) {
    HttpEntity entity = response.getEntity();
    long length = entity == null ? 0 : entity.getContentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  private void correctClock(AwsServiceException answer) {
    ClockSkew.getServerTime(answer.awsErrorDetails().sdkHttpResponse())
        .ifPresent(server -> clockOffset = ClockSkew.getClockSkew(clock.instant(), server));
  }

  @Override
  public void close() {
    connections.close();
  }
}

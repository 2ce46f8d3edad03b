package etl.sqs;

import etl.event.ByteGate;
import etl.sqs.direct.PendingCall;
import etl.sqs.direct.Receives;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sits between the SDK and its HTTP client, so that receives in flight can be aborted and their
 * responses wait until there is room for them. The SDK's synchronous client makes its HTTP calls on
 * the caller's thread, so a thread-local tells which receive a call belongs to.
 */
final class ReceiveWatch implements SdkHttpClient {
  private final SdkHttpClient http;
  private final ThreadLocal<PendingCall> current = new ThreadLocal<>();
  private final Receives receives = new Receives();
  private volatile SdkHttpRequest lastSent;

  ReceiveWatch(SdkHttpClient http) {
    this.http = http;
  }

  /**
   * Runs one receive on this thread.
   *
   * @return its result; empty if it was aborted or the thread was interrupted
   */
  <T> Optional<T> run(ByteGate gate, Supplier<T> call) {
    return receives.run(
        gate,
        receive -> {
          current.set(receive);
          try {
            return call.get();
          } finally {
            current.remove();
          }
        });
  }

  void abortAll() {
    receives.abortAll();
  }

  /** What the SDK sent last, as it went to the server; empty if it has not sent anything. */
  Optional<SdkHttpRequest> lastSent() {
    return Optional.ofNullable(lastSent);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    lastSent = request.httpRequest();
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    PendingCall receive = current.get();
    return receive == null ? prepared : new Watched(prepared, receive);
  }

  @Override
  public void close() {
    http.close();
  }

  private record Watched(ExecutableHttpRequest request, PendingCall receive)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      receive.waiting(request::abort);
      HttpExecuteResponse answer;
      try {
        answer = request.call();
      } catch (IOException | RuntimeException e) {
        if (receive.isAborted()) {
          // Otherwise the SDK would retry.
          throw PendingCall.aborted();
        }
        throw e;
      }
      receive.answered();
      if (answer.httpResponse().isSuccessful()) {
        OptionalLong size =
            answer.httpResponse().firstMatchingHeader("Content-Length").stream()
                .mapToLong(Long::parseLong)
                .findFirst();
        receive.admit(size, request::abort);
      }
      return answer;
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}

package etl.sqs;

import etl.event.ByteGate;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sits between the SDK and its HTTP client, so that receives in flight can be aborted and their
 * responses wait until there is room for them. The SDK's synchronous client makes its HTTP calls on
 * the caller's thread, so a thread-local tells which receive a call belongs to.
 */
final class ReceiveWatch implements SdkHttpClient {
  // Ten messages of 1 MiB: the most that SQS sends in one response.
  private static final long LARGEST_ANSWER = 10L << 20;

  private final SdkHttpClient http;
  private final ThreadLocal<Receive> current = new ThreadLocal<>();
  private final Set<Receive> underWay = ConcurrentHashMap.newKeySet();

  ReceiveWatch(SdkHttpClient http) {
    this.http = http;
  }

  /**
   * Runs one receive on this thread.
   *
   * @return its result; empty if it was aborted or the thread was interrupted
   */
  <T> Optional<T> run(ByteGate gate, Supplier<T> call) {
    Receive receive = new Receive(gate);
    underWay.add(receive);
    current.set(receive);
    try {
      return Optional.of(call.get());
    } catch (AbortedException e) {
      return Optional.empty();
    } catch (SdkException e) {
      if (receive.isAborted()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      current.remove();
      underWay.remove(receive);
    }
  }

  void abortAll() {
    underWay.forEach(Receive::abort);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    Receive receive = current.get();
    return receive == null ? prepared : receive.watch(prepared);
  }

  @Override
  public void close() {
    http.close();
  }

  private static final class Receive {
    private final ByteGate gate;
    private ExecutableHttpRequest waiting;
    private boolean aborted;

    Receive(ByteGate gate) {
      this.gate = gate;
    }

    ExecutableHttpRequest watch(ExecutableHttpRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          return Receive.this.call(request);
        }

        @Override
        public void abort() {
          request.abort();
        }
      };
    }

    private HttpExecuteResponse call(ExecutableHttpRequest request) throws IOException {
      waitFor(request);
      HttpExecuteResponse answer;
      try {
        answer = request.call();
      } catch (IOException | RuntimeException e) {
        if (isAborted()) {
          // Otherwise the SDK would retry.
          throw aborted();
        }
        throw e;
      }
      // Not aborted from here on: SQS already counts the messages as in flight to this receiver.
      waitFor(null);
      if (answer.httpResponse().isSuccessful()) {
        admit(answer, request);
      }
      return answer;
    }

    private synchronized void waitFor(ExecutableHttpRequest request) {
      if (aborted) {
        throw aborted();
      }
      waiting = request;
    }

    private void admit(HttpExecuteResponse answer, ExecutableHttpRequest request) {
      try {
        gate.admit(size(answer.httpResponse()));
      } catch (InterruptedException e) {
        request.abort();
        Thread.currentThread().interrupt();
        throw aborted();
      }
    }

    private static long size(SdkHttpResponse response) {
      return response
          .firstMatchingHeader("Content-Length")
          .map(Long::parseLong)
          .orElse(LARGEST_ANSWER);
    }

    synchronized void abort() {
      aborted = true;
      if (waiting != null) {
        waiting.abort();
      }
    }

    synchronized boolean isAborted() {
      return aborted;
    }

    private static AbortedException aborted() {
      return AbortedException.create("the receive was aborted");
    }
  }
}

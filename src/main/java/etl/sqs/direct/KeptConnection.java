package etl.sqs.direct;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** A connection that is kept from call to call, and used by one at a time. */
final class KeptConnection {
  /** Older ones are replaced, so that a host's new addresses are found. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  /** SQS itself hangs up after about a minute. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(45);

  /** After this, a look whether the server has hung up is worth its time. */
  private static final Duration SURELY_OPEN = Duration.ofSeconds(1);

  private final ManagedHttpClientConnection http;
  private final long opened = System.nanoTime();
  private long used = opened;
  private boolean reusable;

  KeptConnection(ManagedHttpClientConnection http) {
    this.http = http;
  }

  /**
   * Sends a request and reads the head of its response, whose body is to be read next.
   *
   * @throws ClientProtocolException if the response is not HTTP
   */
  ClassicHttpResponse send(WireRequest request) throws IOException {
    reusable = false;
    try {
      http.sendRequestHeader(request);
      http.flush();
      ClassicHttpResponse response = http.receiveResponseHeader();
      while (response.getCode() < HttpStatus.SC_SUCCESS) {
        // 100-continue and the like.
        response = http.receiveResponseHeader();
      }
      if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
        http.receiveResponseEntity(response);
      }
      reusable =
          DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
              request, response, HttpCoreContext.create());
      return response;
    } catch (HttpException e) {
      throw new ClientProtocolException(e);
    }
  }

  /** Reads what is left of the response, so that another can follow. */
  void finish(InputStream body) {
    try {
      body.close();
      used = System.nanoTime();
    } catch (IOException e) {
      // What was wanted has arrived.
      reusable = false;
    }
  }

  /** Whether another request may follow the one that is done. */
  boolean isReusable() {
    return reusable && http.isOpen();
  }

  /** Whether it has been kept for longer than is good. */
  boolean isOld() {
    long now = System.nanoTime();
    return now - opened >= LONGEST_LIFE.toNanos() || now - used >= LONGEST_IDLE.toNanos();
  }

  /** Whether the server is likely to answer on it. */
  boolean isAlive() {
    try {
      return System.nanoTime() - used < SURELY_OPEN.toNanos() || !http.isStale();
    } catch (IOException e) {
      return false;
    }
  }

  /** Closes it at once, from any thread, whatever it is doing. */
  void hangUp() {
    http.close(CloseMode.IMMEDIATE);
  }
}

package etl.sqs.direct;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.apache.hc.core5.util.Timeout;

/** The connections to one endpoint: as many as there are calls at once, the last used one first. */
final class KeptConnections implements AutoCloseable {
  private static final ManagedHttpClientConnectionFactory CONNECTIONS =
      ManagedHttpClientConnectionFactory.builder()
          .requestWriterFactory(WireRequest::writer)
          .responseParserFactory(
              config -> new LenientHttpResponseParser(new HeadLines(), null, config))
          .build();

  /** Reads no more of a head than is asked for: nearly all begin alike, and end as they began. */
  private static final class HeadLines extends LazyLineParser {
    private static final String OK = "HTTP/1.1 200 OK";
    private static final StatusLine OK_LINE =
        new StatusLine(HttpVersion.HTTP_1_1, HttpStatus.SC_OK, "OK");

    @Override
    public StatusLine parseStatusLine(CharArrayBuffer line) throws ParseException {
      return OK.contentEquals(line) ? OK_LINE : super.parseStatusLine(line);
    }
  }

  private final Endpoint endpoint;
  private final HttpTimeouts timeouts;
  private final DefaultClientTlsStrategy tls;
  private final Deque<KeptConnection> idle = new ArrayDeque<>();
  private boolean closed;

  KeptConnections(Endpoint endpoint, HttpTimeouts timeouts) {
    this.endpoint = endpoint;
    this.timeouts = timeouts;
    this.tls = endpoint.tls() ? tls() : null;
  }

  /** As the SDK's own HTTP client has it. */
  private static DefaultClientTlsStrategy tls() {
    try {
      return new DefaultClientTlsStrategy(
          SSLContext.getDefault(),
          HostnameVerificationPolicy.CLIENT,
          HttpsSupport.getDefaultHostnameVerifier());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A connection for one call.
   *
   * @param waiting told how to end the wait for a new one
   */
  KeptConnection take(Consumer<Runnable> waiting) throws IOException {
    for (KeptConnection kept = poll(); kept != null; kept = poll()) {
      if (!kept.isOld() && kept.isAlive()) {
        return kept;
      }
      kept.hangUp();
    }
    return open(waiting);
  }

  private KeptConnection poll() {
    synchronized (idle) {
      return idle.pollFirst();
    }
  }

  /** A call is over. */
  void giveBack(KeptConnection connection) {
    List<KeptConnection> over = new ArrayList<>();
    synchronized (idle) {
      if (!closed && connection.isReusable()) {
        idle.addFirst(connection);
      } else {
        over.add(connection);
      }
      // Those that a busier time has left.
      while (!idle.isEmpty() && idle.getLast().isOld()) {
        over.add(idle.removeLast());
      }
    }
    over.forEach(KeptConnection::hangUp);
  }

  /** Closes those that no call uses. */
  void dropIdle() {
    for (KeptConnection kept = poll(); kept != null; kept = poll()) {
      kept.hangUp();
    }
  }

  private KeptConnection open(Consumer<Runnable> waiting) throws IOException {
    IOException failure = new ConnectException("the host has no address");
    for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
      Socket socket = new Socket();
      try {
        waiting.accept(() -> Closer.closeQuietly(socket));
        socket.setTcpNoDelay(true);
        socket.connect(
            new InetSocketAddress(address, endpoint.port()), (int) timeouts.connect().toMillis());
        return new KeptConnection(bound(socket));
      } catch (ConnectException | SocketTimeoutException e) {
        Closer.closeQuietly(socket);
        failure = e;
      } catch (IOException | RuntimeException e) {
        Closer.closeQuietly(socket);
        throw e;
      }
    }
    throw failure;
  }

  private ManagedHttpClientConnection bound(Socket socket) throws IOException {
    ManagedHttpClientConnection http = CONNECTIONS.createConnection(null);
    if (tls == null) {
      http.bind(socket);
    } else {
      socket.setSoTimeout((int) timeouts.connect().toMillis());
      http.bind(tls.upgrade(socket, endpoint.host(), endpoint.port(), null, null), socket);
    }
    http.setSocketTimeout(Timeout.of(timeouts.read()));
    return http;
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
    }
    dropIdle();
  }
}

package etl.sqs.direct;

import etl.testing.Await;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A server that records requests as they come over the wire, and answers with bytes. */
public final class RecordingServer implements AutoCloseable {
  /**
   * A request.
   *
   * @param head request line and headers, one a line
   * @param connection the number of the connection it came by, the first is 0
   */
  public record Request(List<String> head, String body, int connection) {
    /** Of a header; empty if there is none. */
    public String header(String name) {
      return head.stream()
          .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }

    public String action() {
      return header("X-Amz-Target").replaceFirst(".*\\.", "");
    }
  }

  /** The head of an answer of JSON, but for what tells its length. */
  public static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n";

  private static final String ATTRIBUTES = "{\"Attributes\":{\"VisibilityTimeout\":\"30\"}}";

  private final ServerSocket server;
  private final String host;
  private final Function<Request, String> script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param script the bytes of an answer, as Latin-1; after an empty one the server hangs up, after
   *     null it stays silent
   */
  public RecordingServer(Function<Request, String> script) {
    this(ServerSocketFactory.getDefault(), "127.0.0.1", script);
  }

  /**
   * @param host its name in its URL
   */
  public RecordingServer(
      ServerSocketFactory sockets, String host, Function<Request, String> script) {
    this.host = host;
    this.script = script;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** A complete answer. */
  public static String json(String body) {
    String latin = latin(body);
    return HEAD + "Content-Length: " + latin.length() + "\r\n\r\n" + latin;
  }

  /** Text as bytes of UTF-8, which are again written as text. */
  public static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  public int port() {
    return server.getLocalPort();
  }

  public URI endpoint(String scheme) {
    return URI.create(scheme + "://" + host + ":" + port());
  }

  /** How many connections there have been. */
  public int connections() {
    return connections.get();
  }

  /** What came in, without the call that looks for the queue. */
  public List<Request> requests() {
    return requests.stream().filter(r -> !r.action().equals("GetQueueAttributes")).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.getAndIncrement();
        threads.execute(() -> serve(socket, number));
      }
    } catch (SocketException e) {
      // It was closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Request request = read(in, number);
        requests.add(request);
        String answer =
            request.action().equals("GetQueueAttributes")
                ? json(ATTRIBUTES)
                : script.apply(request);
        if (answer == null) {
          continue;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (answer.isEmpty() || answer.contains("Connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      // One side has hung up.
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in, int connection) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      head.write(b);
    }
    List<String> lines = List.of(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
    int length = Integer.parseInt(new Request(lines, "", 0).header("Content-Length"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(lines, body, connection);
  }

  /**
   * Closes all connections, as a server does that restarts. None takes a request any more: a thread
   * that waits for one when its socket is closed may yet get one that comes soon after.
   */
  public void hangUp() {
    closeAll();
    Await.until("no connection is served", open::isEmpty);
  }

  private void closeAll() {
    try {
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}

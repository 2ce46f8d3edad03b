package etl.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers requests over HTTP/1.1, one for each connection, each of which has a thread and a limit
 * of time; when there are too many, the oldest is closed. So neither a client that sends its
 * request byte by byte, nor one that does not read its answer, nor a crowd of them keeps another
 * from being answered.
 *
 * <p>The JDK's own server limits neither how many there are nor how long one lasts.
 */
final class HttpListener implements AutoCloseable {
  /** More than anybody needs who reads what was asked for. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  static final int MOST_CONNECTIONS = 64;

  private final ServerSocket door = new ServerSocket();
  private final Function<HttpRequest, HttpAnswer> answers;
  private final Duration longest;
  private final ScheduledThreadPoolExecutor ends =
      new ScheduledThreadPoolExecutor(1, HttpListener::daemon);

  // The oldest first.
  private final Set<Socket> connections = new LinkedHashSet<>();

  /**
   * Begins to answer.
   *
   * @param longest how long a connection may last
   * @param answers what it throws costs the client its connection
   * @throws IOException if the address cannot be listened at
   */
  HttpListener(
      InetSocketAddress address, Duration longest, Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    this.longest = longest;
    this.answers = answers;
    try {
      door.setReuseAddress(true);
      door.bind(address, MOST_CONNECTIONS);
    } catch (IOException e) {
      door.close();
      throw e;
    }
    daemon(this::serve).start();
  }

  int port() {
    return door.getLocalPort();
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        accept(door.accept());
      } catch (IOException | OutOfMemoryError e) {
        // The client is gone already, or the process has no file or thread left for it.
        closeOldest(0);
      }
    }
  }

  private synchronized void accept(Socket client) throws IOException {
    if (door.isClosed()) {
      client.close();
      return;
    }
    connections.add(client);
    closeOldest(MOST_CONNECTIONS);
    ends.schedule(() -> close(client), longest.toNanos(), TimeUnit.NANOSECONDS);
    daemon(() -> answer(client)).start();
  }

  private void answer(Socket client) {
    try {
      byte[] request = new byte[HttpRequest.LONGEST];
      int length = 0;
      HttpAnswer answer = null;
      boolean headOnly = false;
      while (answer == null) {
        int read = client.getInputStream().read(request, length, request.length - length);
        if (read < 0) {
          return;
        }
        length += read;
        HttpRequest complete = HttpRequest.parse(request, length);
        if (complete != null) {
          answer = answers.apply(complete);
          headOnly = complete.method().equals("HEAD");
        } else if (length == request.length) {
          answer = HttpAnswer.text("431 Request Header Fields Too Large", "too long");
        }
      }
      answer.writeTo(client.getOutputStream(), headOnly);
      client.shutdownOutput();
      // Closing with something unread would reset the connection, and take the answer back.
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException | RuntimeException e) {
      // The client is gone or late, or gets no answer.
    } finally {
      close(client);
    }
  }

  private synchronized void closeOldest(int most) {
    if (connections.size() > most) {
      close(connections.iterator().next());
    }
  }

  private synchronized void close(Socket client) {
    connections.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "etl-metrics");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    try {
      door.close();
    } catch (IOException e) {
      // It is gone either way.
    }
    ends.shutdownNow();
    List.copyOf(connections).forEach(this::close);
  }
}

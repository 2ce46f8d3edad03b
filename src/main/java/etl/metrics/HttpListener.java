package etl.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Answers requests over HTTP/1.1 on one thread that waits for no client: neither one that sends its
 * request byte by byte, nor one that does not read its answer, nor a crowd of them keeps another
 * from being answered. A connection is for one request, and has a limit of time; when there are too
 * many, the oldest is closed.
 *
 * <p>The JDK's own server gives a thread to each request that has begun, so that as many stalled
 * clients as it has threads silence it.
 */
final class HttpListener implements AutoCloseable {
  /** More than anybody needs who reads what was asked for. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  static final int MOST_CONNECTIONS = 256;

  private final ServerSocketChannel door;
  private final Selector selector;
  private final Function<HttpRequest, HttpAnswer> answers;
  private final Duration longest;

  // The oldest first.
  private final Set<HttpConnection> connections = new LinkedHashSet<>();

  /**
   * Begins to answer.
   *
   * @param longest how long a connection may last
   * @param answers must come quickly; what it throws costs the client its connection
   * @throws IOException if the address cannot be listened at
   */
  HttpListener(
      InetSocketAddress address, Duration longest, Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    this.longest = longest;
    this.answers = answers;
    this.door = ServerSocketChannel.open();
    try {
      door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      door.bind(address, MOST_CONNECTIONS);
      door.configureBlocking(false);
      this.selector = Selector.open();
      door.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      door.close();
      throw e;
    }
    Thread thread = new Thread(this::serve, "etl-metrics");
    thread.setDaemon(true);
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) door.getLocalAddress()).getPort();
  }

  private void serve() {
    try (selector;
        door) {
      while (door.isOpen()) {
        selector.select(this::goOn, untilNextEnd());
        endLate();
      }
    } catch (IOException e) {
      // Nobody is answered any more; a probe that looks for an answer sees that.
    } finally {
      connections.forEach(HttpConnection::close);
    }
  }

  /** In milliseconds; 0 is for ever. */
  private long untilNextEnd() {
    if (connections.isEmpty()) {
      return 0;
    }
    long left = connections.iterator().next().endsAt() - System.nanoTime();
    return Math.max(1, Duration.ofNanos(left).toMillis() + 1);
  }

  private void endLate() {
    Iterator<HttpConnection> oldest = connections.iterator();
    while (oldest.hasNext()) {
      HttpConnection connection = oldest.next();
      if (connection.endsAt() - System.nanoTime() > 0) {
        return;
      }
      connection.close();
      oldest.remove();
    }
  }

  private void goOn(SelectionKey key) {
    if (key.channel() == door) {
      accept();
      return;
    }
    HttpConnection connection = (HttpConnection) key.attachment();
    boolean needed = false;
    try {
      needed = connection.goOn(answers);
    } catch (IOException | RuntimeException e) {
      // The client is gone, or gets no answer.
    }
    if (!needed) {
      close(connection);
    }
  }

  private void accept() {
    try {
      SocketChannel channel = door.accept();
      while (channel != null) {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        long end = System.nanoTime() + longest.toNanos();
        HttpConnection connection = new HttpConnection(channel, key, end);
        key.attach(connection);
        connections.add(connection);
        if (connections.size() > MOST_CONNECTIONS) {
          close(connections.iterator().next());
        }
        channel = door.accept();
      }
    } catch (IOException e) {
      // The client is gone already, or the process has no file descriptor left for it.
      connections.stream().findFirst().ifPresent(this::close);
    }
  }

  private void close(HttpConnection connection) {
    connection.close();
    connections.remove(connection);
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      // It is gone either way.
    }
    selector.wakeup();
  }
}

package etl.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Function;

/** One client's connection, for one request. It never waits: it does what can be done at once. */
final class HttpConnection {
  private static final int DISCARDED_AT_ONCE = 4096;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final long endsAt;

  // Grows with the request, since most of those who send little send nothing more.
  private byte[] request = new byte[512];
  private int length;
  private ByteBuffer answer;

  /**
   * @param endsAt when it is closed at the latest, by {@link System#nanoTime}
   */
  HttpConnection(SocketChannel channel, SelectionKey key, long endsAt) {
    this.channel = channel;
    this.key = key;
    this.endsAt = endsAt;
  }

  long endsAt() {
    return endsAt;
  }

  /**
   * Goes on as far as the client lets it.
   *
   * @return whether the connection is still needed
   * @throws IOException if the client is gone
   */
  boolean goOn(Function<HttpRequest, HttpAnswer> answers) throws IOException {
    if (answer == null && !read(answers)) {
      return false;
    }
    if (answer == null) {
      return true;
    }
    if (answer.hasRemaining()) {
      channel.write(answer);
      if (answer.hasRemaining()) {
        key.interestOps(SelectionKey.OP_WRITE);
        return true;
      }
      channel.shutdownOutput();
      key.interestOps(SelectionKey.OP_READ);
    }
    // Closing with something unread would reset the connection, and take the answer back.
    return discard();
  }

  /** Reads what there is; false if the client has no more to say and asks nothing. */
  private boolean read(Function<HttpRequest, HttpAnswer> answers) throws IOException {
    int read;
    do {
      if (length == request.length && length < HttpRequest.LONGEST) {
        request = Arrays.copyOf(request, 2 * length);
      }
      read = channel.read(ByteBuffer.wrap(request, length, request.length - length));
      length += Math.max(0, read);
    } while (read > 0 && length == request.length && length < HttpRequest.LONGEST);
    HttpRequest complete = HttpRequest.parse(request, length);
    if (complete != null) {
      answer = answers.apply(complete).bytes(complete.method().equals("HEAD"));
    } else if (length == HttpRequest.LONGEST) {
      answer = HttpAnswer.text("431 Request Header Fields Too Large", "too long").bytes(false);
    }
    return answer != null || read >= 0;
  }

  private boolean discard() throws IOException {
    return channel.read(ByteBuffer.allocate(DISCARDED_AT_ONCE)) >= 0;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}

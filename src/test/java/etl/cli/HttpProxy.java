package etl.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A proxy that asks for a password, and passes all calls, whatever their host, to one server. */
final class HttpProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final String login;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param tls what it speaks TLS with; null for none
   * @param login user and password with a colon between them
   * @param target the server's port
   */
  HttpProxy(SSLContext tls, String login, int target) {
    this.login = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    this.target = target;
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      socket =
          tls == null
              ? new ServerSocket(0, 50, here)
              : tls.getServerSocketFactory().createServerSocket(0, 50, here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The first lines of the requests that had the right password. */
  List<String> calls() {
    return calls;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String head = head(client.getInputStream());
      while (!head.contains("Proxy-Authorization: Basic " + login)) {
        String refusal =
            "HTTP/1.1 407 Asks\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
        client.getOutputStream().write(refusal.getBytes(StandardCharsets.ISO_8859_1));
        head = head(client.getInputStream());
      }
      calls.add(head.lines().findFirst().orElse("").replaceFirst(" HTTP/.*", ""));
      if (head.startsWith("CONNECT ")) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } else {
        server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      }
      threads.execute(() -> copy(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}

package etl.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the program and a server, so that their connections can be disturbed. */
public final class Proxy implements AutoCloseable {
  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int mostPackets = Integer.MAX_VALUE;
  private boolean silent;

  /**
   * @param target the server's port on this machine
   */
  public Proxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Breaks all connections; new ones are made as before. */
  public void cut() {
    sockets.forEach(Proxy::reset);
  }

  /** Breaks all connections as soon as a client of a new one has sent more than so many packets. */
  public void cutAfter(int packets) {
    mostPackets = packets;
  }

  /** From now on nothing comes through, and nobody is told. */
  public synchronized void silence() {
    silent = true;
  }

  /** Lets all through that was held back. */
  public synchronized void speak() {
    silent = false;
    notifyAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        thread(() -> connect(client));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(upstream);
      thread(() -> pump(upstream, client, Integer.MAX_VALUE));
      pump(client, upstream, mostPackets);
    } catch (IOException e) {
      reset(client);
    }
  }

  private void pump(Socket from, Socket to, int most) {
    byte[] buffer = new byte[1 << 16];
    int packets = 0;
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (++packets > most) {
          cut();
        }
        awaitSpeech();
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException e) {
      reset(to);
    } finally {
      sockets.remove(from);
    }
  }

  private synchronized void awaitSpeech() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed, and that is what was wanted.
      return;
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    speak();
    cut();
  }
}

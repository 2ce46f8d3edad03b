package etl.sandbox;

import etl.event.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A command's connection to the daemon. The servers run as long as it is open; it closes with the
 * process, however that ends.
 */
final class DaemonConnection implements AutoCloseable {
  /** The daemon's first line. */
  static final String HELLO = "etl-sandbox";

  /** The first word of the daemon's answer if the servers are up. */
  static final String READY = "ready";

  private static final Duration HELLO_WITHIN = Duration.ofSeconds(5);
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(15);

  private final Socket socket;
  private final BufferedReader answers;

  private DaemonConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Connects.
   *
   * @throws IOException if no daemon is there, or one that is about to stop
   */
  static DaemonConnection join(DaemonAddress address, SandboxRequest.Purpose purpose)
      throws IOException {
    Socket socket = new Socket();
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.connect(new InetSocketAddress(loopback, address.port()), millis(HELLO_WITHIN));
      String greeting = address.token() + " " + purpose + "\n";
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
      DaemonConnection link = new DaemonConnection(socket);
      if (!HELLO.equals(link.readLine(HELLO_WITHIN))) {
        throw new IOException("no daemon");
      }
      return link;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Waits until the requested servers are up.
   *
   * @param passwordFile the database's
   */
  Ready awaitReady(Path passwordFile) {
    try {
      String answer = readLine(READY_WITHIN);
      if (answer == null) {
        throw new SandboxException(Fault.UNAVAILABLE, "the sandbox ended while it started", null);
      }
      String[] words = answer.split(" ");
      if (!words[0].equals(READY)) {
        throw new SandboxException(Fault.UNAVAILABLE, answer, null);
      }
      return new Ready(
          new SandboxAddresses(
              Integer.parseInt(words[1]), Integer.parseInt(words[2]), passwordFile),
          Integer.parseInt(words[3]));
    } catch (IOException e) {
      throw new SandboxException(Fault.UNAVAILABLE, "the sandbox did not start in time", e);
    }
  }

  /** Disconnects, and waits for the daemon to end if nobody else uses it. */
  @Override
  public void close() {
    try (socket) {
      socket.shutdownOutput();
      while (readLine(STOPPED_WITHIN) != null) {
        // The daemon says nothing more: this waits for the end of the stream.
      }
    } catch (IOException e) {
      // The daemon has ended or will end by itself.
    }
  }

  private String readLine(Duration limit) throws IOException {
    socket.setSoTimeout(millis(limit));
    return answers.readLine();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  /**
   * The daemon's answer.
   *
   * @param sent how many sample messages it has just sent to the queue
   */
  record Ready(SandboxAddresses addresses, int sent) {}
}

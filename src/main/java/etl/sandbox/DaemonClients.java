package etl.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** The commands connected to the daemon. After the last one has left, no more are accepted. */
final class DaemonClients {
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(30);
  private static final Duration GREETING_WITHIN = Duration.ofSeconds(5);

  private final ServerSocket door;
  private final String token;
  private final Function<SandboxRequest.Purpose, String> answer;
  private final Set<Socket> present = new HashSet<>();
  private boolean ended;

  /**
   * @param answer the one line to answer with; may block
   */
  DaemonClients(ServerSocket door, String token, Function<SandboxRequest.Purpose, String> answer) {
    this.door = door;
    this.token = token;
    this.answer = answer;
  }

  /** Serves until the last client has left, or until none has come in time. */
  void serve() throws IOException {
    door.setSoTimeout(Math.toIntExact(FIRST_WITHIN.toMillis()));
    while (!hasEnded()) {
      try {
        Socket user = door.accept();
        Thread thread = new Thread(() -> serve(user), "user");
        thread.setDaemon(true);
        thread.start();
      } catch (SocketTimeoutException e) {
        endIfEmpty();
      } catch (IOException e) {
        if (!hasEnded()) {
          throw e;
        }
      }
    }
  }

  private void serve(Socket user) {
    try {
      user.setSoTimeout(Math.toIntExact(GREETING_WITHIN.toMillis()));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(user.getInputStream(), StandardCharsets.UTF_8));
      String[] greeting = String.valueOf(in.readLine()).split(" ");
      if (greeting.length != 2 || !greeting[0].equals(token) || !enter(user)) {
        user.close();
        return;
      }
      try {
        send(user, DaemonConnection.HELLO);
        send(user, answer.apply(SandboxRequest.Purpose.valueOf(greeting[1])));
        user.setSoTimeout(0);
        while (in.readLine() != null) {
          // Clients send nothing more: this waits for the end of the stream.
        }
      } finally {
        leave(user);
      }
    } catch (IOException e) {
      // The client is gone, and leave() has removed it.
    }
  }

  private static void send(Socket user, String line) throws IOException {
    user.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private synchronized boolean enter(Socket user) {
    return !ended && present.add(user);
  }

  /**
   * The last client's connection stays open until this process ends, which the client waits for.
   */
  private synchronized void leave(Socket user) throws IOException {
    if (present.size() > 1) {
      present.remove(user);
      user.close();
    } else {
      ended = true;
      door.close();
    }
  }

  private synchronized void endIfEmpty() {
    ended = ended || present.isEmpty();
  }

  private synchronized boolean hasEnded() {
    return ended;
  }
}

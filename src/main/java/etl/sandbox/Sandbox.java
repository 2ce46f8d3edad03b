package etl.sandbox;

import etl.event.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A PostgreSQL and an SQS server (ElasticMQ) on this machine, for trying the program out. A
 * separate process, the daemon, runs them, so that several commands can use them at once and none
 * of their code is loaded into this one.
 */
public final class Sandbox implements AutoCloseable {
  private final DaemonConnection link;
  private final SandboxAddresses addresses;

  private Sandbox(DaemonConnection link, SandboxAddresses addresses) {
    this.link = link;
    this.addresses = addresses;
  }

  /**
   * Starts the servers, or joins running ones. They run until the last sandbox that uses them is
   * closed or its process is gone. The database's files are kept for the next time; the queue's
   * messages are not.
   *
   * @throws SandboxException if they cannot be started
   */
  public static Sandbox open(SandboxRequest request) {
    SandboxDirectory directory = SandboxDirectory.of(request.environment(), request.notices());
    DaemonConnection link = joinOrStart(directory, request);
    try {
      DaemonConnection.Ready ready = link.awaitReady(directory.passwordFile());
      send(ready, request);
      announce(ready, request);
      return new Sandbox(link, ready.addresses());
    } catch (SandboxException e) {
      link.close();
      throw e;
    }
  }

  /** Whether there is a sandbox already that has a database; nothing is made. */
  public static boolean isThere(Map<String, String> environment) {
    return SandboxDirectory.holdsDatabase(environment);
  }

  /** One at a time, so that two commands that start together share one daemon. */
  private static synchronized DaemonConnection joinOrStart(
      SandboxDirectory directory, SandboxRequest request) {
    try (FileChannel channel =
        FileChannel.open(
            directory.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // until the channel is closed
      Optional<DaemonConnection> running = join(directory, request);
      return running.isPresent() ? running.get() : start(directory, request);
    } catch (IOException e) {
      throw new SandboxException(
          Fault.UNAVAILABLE, "the sandbox in " + directory.root() + " cannot be started", e);
    }
  }

  private static Optional<DaemonConnection> join(SandboxDirectory directory, SandboxRequest request)
      throws IOException {
    Optional<DaemonAddress> address = DaemonAddress.read(directory.daemonAddress());
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      DaemonConnection link = DaemonConnection.join(address.get(), request.purpose());
      request.notices().accept("sandbox: using the running one in " + directory.root());
      return Optional.of(link);
    } catch (IOException e) {
      // The address of a daemon that is gone, or about to end.
      return Optional.empty();
    }
  }

  private static DaemonConnection start(SandboxDirectory directory, SandboxRequest request)
      throws IOException {
    ProcessBuilder daemon = DaemonProcess.of(directory);
    Consumer<String> notices = request.notices();
    notices.accept("sandbox: starting PostgreSQL and an SQS server (ElasticMQ)");
    notices.accept("sandbox: files are kept in " + directory.root());
    if (Files.notExists(directory.postgresDataComplete())) {
      notices.accept("sandbox: the first start unpacks PostgreSQL, which takes a few seconds");
    }
    return DaemonConnection.join(DaemonProcess.start(daemon, directory), request.purpose());
  }

  private static void send(DaemonConnection.Ready ready, SandboxRequest request) {
    try {
      new QueueClient(ready.addresses().queuePort()).send(request.events());
    } catch (UncheckedIOException e) {
      throw new SandboxException(
          Fault.UNAVAILABLE, "the events cannot be sent to the sandbox's queue", e);
    }
  }

  private static void announce(DaemonConnection.Ready ready, SandboxRequest request) {
    Consumer<String> notices = request.notices();
    if (ready.sent() > 0) {
      notices.accept(
          "sandbox: sent "
              + ready.sent()
              + " sample messages, one of them malformed; each has a new id and becomes a new row");
    }
    if (!request.events().isEmpty()) {
      notices.accept(
          "sandbox: messages sent: "
              + request.events().size()
              + "; each has a new id and becomes a new row");
    }
    switch (request.purpose()) {
      case FOLLOW -> Hints.forLogins(ready.addresses()).forEach(notices);
      case FOLLOW_OWN -> Hints.forOwnEvents(ready.addresses()).forEach(notices);
      case DRAIN_OWN -> {
        if (request.events().isEmpty()) {
          notices.accept(
              "sandbox: sent no sample messages, which are logins: --sandbox-events FILE sends your"
                  + " own, a body a line");
        }
      }
      case LOOK_UP, INSPECT, DRAIN -> {
        // These have said all.
      }
    }
  }

  public SandboxAddresses addresses() {
    return addresses;
  }

  /** Stops the servers and waits for that, unless another command uses them. */
  @Override
  public void close() {
    link.close();
  }
}

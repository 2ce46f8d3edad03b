package etl.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * The process that runs the sandbox's servers: it starts them, serves every command that connects,
 * and ends when the last one has left.
 */
final class SandboxDaemon {
  private final SandboxDirectory directory;
  private final CompletableFuture<PostgresServer> database;
  private final CompletableFuture<QueueClient> queue;

  private SandboxDaemon(SandboxDirectory directory) {
    this.directory = directory;
    this.database =
        CompletableFuture.supplyAsync(this::startDatabase, SandboxDaemon::onItsOwnThread);
    this.queue =
        CompletableFuture.supplyAsync(SandboxDaemon::startQueue, SandboxDaemon::onItsOwnThread);
  }

  /**
   * Runs until nobody uses the servers any more. Prints a line when it accepts connections.
   *
   * @param args the sandbox's directory
   */
  public static void main(String[] args) {
    try {
      keep(new SandboxDirectory(Path.of(args[0])));
      System.exit(0);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void keep(SandboxDirectory directory) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                directory.daemonLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ServerSocket door = new ServerSocket(0, 0, InetAddress.getByName(SandboxAddresses.HOST))) {
      // A daemon that is shutting down still uses the database's files: waits for it.
      channel.lock();
      new SandboxDaemon(directory).run(door);
    }
  }

  /** The JDK's common pool may have one thread, on which the servers would start in turn. */
  private static void onItsOwnThread(Runnable work) {
    Thread thread = new Thread(work, "sandbox-server");
    thread.setDaemon(true);
    thread.start();
  }

  private PostgresServer startDatabase() {
    try {
      return PostgresServer.start(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SQS server, with one queue in memory; it ends with the process. */
  private static QueueClient startQueue() {
    int port =
        SQSRestServerBuilder.withInterface(SandboxAddresses.HOST)
            .withDynamicPort()
            .withAWSRegion(SandboxAddresses.REGION)
            .start()
            .waitUntilStarted()
            .localAddress()
            .getPort();
    QueueClient client = new QueueClient(port);
    client.create();
    return client;
  }

  private void run(ServerSocket door) throws IOException {
    DaemonAddress address = new DaemonAddress(door.getLocalPort(), UUID.randomUUID().toString());
    DaemonClients users = new DaemonClients(door, address.token(), this::answer);
    address.write(directory.daemonAddress());
    System.out.println("listening");
    users.serve();
    Files.deleteIfExists(directory.daemonAddress());
    stopDatabase();
  }

  private String answer(SandboxRequest.Purpose purpose) {
    try {
      int databasePort = database.join().port();
      return switch (purpose) {
        case LOOK_UP -> ready(databasePort, 0, 0);
        case INSPECT, DRAIN_OWN, FOLLOW_OWN -> ready(databasePort, queue.join().port(), 0);
        case DRAIN, FOLLOW -> ready(databasePort, queue.join().port(), queue.join().fill());
      };
    } catch (CompletionException e) {
      e.printStackTrace();
      return database.isCompletedExceptionally()
          ? "the sandbox's PostgreSQL did not start" + complaint()
          : "the sandbox's SQS server did not start; the log is " + directory.daemonLog();
    }
  }

  /** PostgreSQL's own error, which often says what to do. */
  private String complaint() {
    Path log = directory.postgresLog();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("error: ") || line.contains("FATAL: "))
          .map(line -> ": " + line)
          .findFirst()
          .orElse("; the logs are in " + directory.root());
    } catch (IOException e) {
      return "; the logs are in " + directory.root();
    }
  }

  private static String ready(int databasePort, int queuePort, int sent) {
    return "%s %s %s %s".formatted(DaemonConnection.READY, databasePort, queuePort, sent);
  }

  private void stopDatabase() throws IOException {
    boolean started = database.handle((server, failure) -> failure == null).join();
    if (started) {
      database.join().close();
    }
  }
}

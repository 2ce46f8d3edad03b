package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Proxy;
import etl.testing.TestDatabase;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue and a database, what stands between them and the program, and its processes. */
final class Scene implements AutoCloseable {
  private final Path folder;
  private final TestQueue queue;
  private final Messages messages;
  private final StoppablePostgres postgres = StoppablePostgres.server();
  private final TestDatabase database = postgres.createDatabase();
  private final Proxy toQueue = new Proxy(ElasticMq.shared().endpoint().getPort());
  private final Proxy toDatabase = new Proxy(postgres.port());
  private final List<ConsumerProcess> consumers = new ArrayList<>();

  /**
   * @param folder where the processes' output goes
   * @param queue on the shared server
   */
  Scene(Path folder, TestQueue queue) {
    this.folder = folder;
    this.queue = queue;
    this.messages = new Messages(queue);
  }

  TestQueue queue() {
    return queue;
  }

  Messages messages() {
    return messages;
  }

  StoppablePostgres postgres() {
    return postgres;
  }

  TestDatabase database() {
    return database;
  }

  Proxy toQueue() {
    return toQueue;
  }

  Proxy toDatabase() {
    return toDatabase;
  }

  /** Starts a consumer that reaches both sides by the proxies. */
  ConsumerProcess consumer(String... args) {
    return consumerWithJava("", args);
  }

  /**
   * The same with options for its JVM.
   *
   * @param javaOptions with spaces between them
   */
  ConsumerProcess consumerWithJava(String javaOptions, String... args) {
    String url = "http://127.0.0.1:" + toQueue.port() + "/000000000000/" + queue.name();
    TestDatabase proxied = new TestDatabase(toDatabase.port(), database.name(), database.user());
    ConsumerProcess consumer = ConsumerProcess.start(folder, url, proxied.url(), javaOptions, args);
    consumers.add(consumer);
    return consumer;
  }

  /** Makes the tables, as a consumer does that finds nothing to do. */
  void makeTables() {
    assertThat(consumer("--idle", "0s").code()).isZero();
  }

  /** How many messages are stored, as rows or as rejected ones. */
  int stored() {
    return Messages.stored(database);
  }

  void awaitStored(int enough) {
    Await.until(
        () -> enough + " messages stored, and there are " + stored(), () -> stored() >= enough);
  }

  /** Waits until all that was sent is stored and deleted, and compares it. */
  void awaitAllStoredOnce() {
    awaitStored(messages.sent());
    Await.until("the queue is empty", () -> queue.visible() + queue.inFlight() == 0);
    messages.assertStored(database);
  }

  /** Waits for a consumer that was asked to end. */
  void assertEndedWell(ConsumerProcess consumer) {
    assertThat(consumer.code()).as(consumer.err()).isZero();
    consumer.assertSummaryAddsUp();
    assertThat(consumer.err()).doesNotContain(Messages.PERSONAL);
  }

  @Override
  public void close() {
    consumers.forEach(ConsumerProcess::close);
    toQueue.close();
    toDatabase.close();
  }
}

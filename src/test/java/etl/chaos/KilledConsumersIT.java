package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three consumers on one queue and one database: they are killed at random, the database goes down
 * under them, and their connections break. {@code -Dchaos.seed=N} takes the same decisions again.
 */
class KilledConsumersIT {
  private static final int CONSUMERS = 3;
  private static final int KILLS = Form.of(4, 30);
  private static final int MESSAGES = Form.of(2_000, 20_000);

  /** After so many kills, the next of the other accidents happens too. */
  private static final int ACCIDENT = Form.of(1, 3);

  private static final int VISIBILITY_TIMEOUT = 5;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final TestQueue queue = ElasticMq.shared().queue(VISIBILITY_TIMEOUT);
  private final Messages messages = new Messages(queue);
  private final List<Consumer> consumers = new ArrayList<>();

  private StoppablePostgres postgres;
  private Proxy toQueue;
  private Proxy toDatabase;

  @Test
  void every_message_is_stored_once_whatever_dies() {
    System.out.println("chaos.seed=" + seed);
    try (StoppablePostgres server = new StoppablePostgres(folder);
        Proxy queueProxy = new Proxy(ElasticMq.shared().endpoint().getPort());
        Proxy databaseProxy = new Proxy(server.port())) {
      postgres = server;
      toQueue = queueProxy;
      toDatabase = databaseProxy;
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(consumer());
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        messages.send(MESSAGES / KILLS);
        awaitSomeProgress();
        killOne();
        if (kill % ACCIDENT == 0) {
          haveAccident(kill / ACCIDENT);
        }
      }
      finish();
    } finally {
      consumers.forEach(Consumer::close);
    }
  }

  private Consumer consumer() {
    String url = "http://127.0.0.1:" + toQueue.port() + "/000000000000/" + queue.name();
    return Consumer.start(folder, url, toDatabase.port(), "", "--follow");
  }

  /** Until some part of what was sent last is stored, so that each kill finds work in hand. */
  private void awaitSomeProgress() {
    int enough = messages.sent() - random.nextInt(MESSAGES / KILLS);
    awaitStored(enough);
    Await.until("a consumer starts", () -> consumers.stream().anyMatch(Consumer::hasStarted));
  }

  private void awaitStored(int enough) {
    Await.until(
        () -> "of " + enough + " messages, only " + stored() + " are stored, seed " + seed,
        () -> stored() >= enough);
  }

  private int stored() {
    return Messages.stored(postgres.database());
  }

  private void killOne() {
    List<Consumer> started = consumers.stream().filter(Consumer::hasStarted).toList();
    Consumer victim = started.get(random.nextInt(started.size()));
    victim.kill();
    consumers.set(consumers.indexOf(victim), consumer());
  }

  private void haveAccident(int number) {
    switch (number % 4) {
      case 0 -> postgres.stop();
      case 1 -> toQueue.cut();
      case 2 -> postgres.crash();
      default -> toDatabase.cut();
    }
    if (number % 2 == 0) {
      postgres.start();
    }
  }

  private void finish() {
    int sent = messages.sent();
    awaitStored(sent);
    Await.until("the queue is empty", () -> queue.visible() + queue.inFlight() == 0);
    consumers.forEach(Consumer::terminate);
    for (Consumer consumer : consumers) {
      assertThat(consumer.code()).as(consumer.err()).isZero();
      assertAddsUp(consumer.summary());
      assertThat(consumer.err()).doesNotContain("198.51.").doesNotContain("192.0.2.");
    }
    messages.assertStored(postgres.database());
  }

  private static void assertAddsUp(JsonObject summary) {
    int fates = 0;
    for (String fate : List.of("written", "duplicates", "rejected", "left", "released")) {
      fates += summary.get(fate).getAsInt();
    }
    assertThat(fates).as(summary.toString()).isEqualTo(summary.get("received").getAsInt());
  }
}

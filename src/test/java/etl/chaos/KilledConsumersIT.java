package etl.chaos;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three consumers on one queue and one database: they are killed at random, the database goes down
 * under them, their connections break, and one stands still until all that it had in hand has
 * expired. {@code -Dchaos.seed=N} takes the same decisions again.
 */
class KilledConsumersIT {
  private static final int CONSUMERS = 3;
  private static final int KILLS = Lane.shortOrLong(4, 30);
  private static final int MESSAGES = Lane.shortOrLong(2_000, 20_000);

  /** After so many kills, the next of the other accidents happens too. */
  private static final int ACCIDENT = Lane.shortOrLong(1, 3);

  private static final int VISIBILITY_TIMEOUT = 5;

  @TempDir Path folder;

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<ConsumerProcess> consumers = new ArrayList<>();

  private Scene scene;

  @Test
  void every_message_is_stored_once_whatever_dies() {
    System.out.println("killed consumers: -Dchaos.seed=" + seed);
    try (Scene opened = new Scene(folder, ElasticMq.shared().queue(VISIBILITY_TIMEOUT))) {
      scene = opened;
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(scene.consumer("--follow"));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        scene.messages().send(MESSAGES / KILLS);
        awaitSomeProgress();
        killOne();
        if (kill % ACCIDENT == 0) {
          haveAccident(kill / ACCIDENT);
        }
      }
      scene.awaitAllStoredOnce();
      System.out.println(
          "killed consumers: %d kills, %d other accidents, %d messages stored once"
              .formatted(KILLS, KILLS / ACCIDENT, scene.messages().sent()));
      consumers.forEach(consumer -> consumer.awaitLog("consume.started", 1));
      consumers.forEach(ConsumerProcess::terminate);
      consumers.forEach(scene::assertEndedWell);
    }
  }

  /** Until some part of what was sent last is stored, so that each kill finds work in hand. */
  private void awaitSomeProgress() {
    scene.awaitStored(scene.messages().sent() - random.nextInt(MESSAGES / KILLS));
    Await.until(
        "a consumer starts", () -> consumers.stream().anyMatch(ConsumerProcess::hasStarted));
  }

  private void killOne() {
    List<ConsumerProcess> started = consumers.stream().filter(ConsumerProcess::hasStarted).toList();
    ConsumerProcess victim = started.get(random.nextInt(started.size()));
    victim.kill();
    consumers.set(consumers.indexOf(victim), scene.consumer("--follow"));
  }

  private void haveAccident(int number) {
    switch (number % 5) {
      case 0 -> scene.postgres().stop();
      case 1 -> scene.toQueue().cut();
      case 2 -> scene.postgres().crash();
      case 3 -> scene.toDatabase().cut();
      default -> freezeOne();
    }
    scene.postgres().start();
  }

  /** What it has in hand expires, and the others store it. */
  private void freezeOne() {
    ConsumerProcess sleeper = consumers.get(random.nextInt(CONSUMERS));
    scene.messages().send(MESSAGES / KILLS);
    sleeper.freeze();
    scene.awaitStored(scene.messages().sent());
    sleeper.thaw();
  }
}

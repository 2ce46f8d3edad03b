package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Lane;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away for a while: in the long form, until what is in hand is given back. */
class OutageIT {
  private static final int MESSAGES = Lane.shortOrLong(500, 5_000);

  /** How often the consumer tries in vain. */
  private static final int TRIES = Lane.shortOrLong(4, 9);

  /**
   * A message that is received more often than this is moved to the dead-letter queue. What is
   * given back costs another receive, and so does the test's look at it.
   */
  private static final int MOST_RECEIVES = Lane.shortOrLong(1, 3);

  /** How many messages the consumer keeps in hand to try the database with. */
  private static final int KEPT = 10;

  @TempDir Path folder;

  @Test
  void follower_outlives_it_without_another_receive_and_goes_on_by_itself() {
    TestQueue deadLetters = ElasticMq.shared().queue();
    TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(deadLetters, MOST_RECEIVES));
    try (Scene scene = new Scene(folder, queue)) {
      ConsumerProcess consumer = scene.consumer("--follow", "--log-level", "debug");
      scene.messages().send(MESSAGES);
      scene.awaitStored(MESSAGES / 4);
      Instant stopped = Instant.now();
      scene.postgres().stop();
      scene.messages().send(MESSAGES);
      consumer.awaitLog("outage side=database", 1);
      int receives = consumer.logged("queue.received");
      consumer.awaitLog("outage side=database", TRIES);
      if (Lane.isLong()) {
        awaitGivingBack(consumer, queue);
        int meanwhile = consumer.logged("queue.received") - receives;
        System.out.println("database away: " + meanwhile + " receives ended meanwhile");
        assertReceiveCountsDidNotClimb(queue);
      }
      scene.postgres().start();
      Duration away = Duration.between(stopped, Instant.now());
      scene.awaitAllStoredOnce();
      System.out.println(
          "database away for "
              + away.toSeconds()
              + " s: "
              + 2 * MESSAGES
              + " messages stored once");
      assertThat(consumer.isAlive()).isTrue();
      assertThat(deadLetters.visible() + deadLetters.inFlight()).isZero();
      consumer.terminate();
      scene.assertEndedWell(consumer);
    }
  }

  /** Waits for the moment when what was in hand is back on the queue. */
  private static void awaitGivingBack(ConsumerProcess consumer, TestQueue queue) {
    consumer.awaitLog("queue.released", 1);
    Await.until("all but what it keeps is back", () -> queue.inFlight() <= KEPT);
  }

  private static void assertReceiveCountsDidNotClimb(TestQueue queue) {
    List<Integer> counts = queue.receiveCounts();
    System.out.println(
        "database away: %d messages wait, none was received more often than %d"
            .formatted(counts.size(), Collections.max(counts)));
    assertThat(counts).allMatch(count -> count <= 1);
  }
}

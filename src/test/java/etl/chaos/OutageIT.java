package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away for a while: in the long form, until what is in hand is given back. */
class OutageIT {
  private static final int MESSAGES = Form.of(500, 5_000);

  /** How often the consumer tries in vain. */
  private static final int TRIES = Form.of(4, 9);

  /**
   * A message that is received more often than this is moved to the dead-letter queue. What is
   * given back costs another receive.
   */
  private static final int MOST_RECEIVES = Form.of(1, 2);

  @TempDir Path folder;

  @Test
  void follower_outlives_it_without_another_receive_and_goes_on_by_itself() {
    TestQueue deadLetters = ElasticMq.shared().queue();
    TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(deadLetters, MOST_RECEIVES));
    try (Scene scene = new Scene(folder, queue)) {
      Consumer consumer = scene.consumer("--follow", "--log-level", "debug");
      scene.messages().send(MESSAGES);
      scene.awaitStored(MESSAGES / 4);
      scene.postgres().stop();
      scene.messages().send(MESSAGES);
      consumer.awaitLog("outage side=database", TRIES);
      if (Form.isLong()) {
        consumer.awaitLog("queue.released", 1);
      }
      scene.postgres().start();
      scene.awaitAllStoredOnce();
      assertThat(consumer.isAlive()).isTrue();
      assertThat(deadLetters.visible() + deadLetters.inFlight()).isZero();
      consumer.terminate();
      scene.assertEndedWell(consumer);
    }
  }
}

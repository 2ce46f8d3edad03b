package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.Lane;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More bytes than the consumer's heap can hold, and a database that is slower than the queue. */
class LargestBodiesIT {
  private static final int MESSAGES = Lane.shortOrLong(150, 3_000);

  /** The largest body that SQS takes. */
  private static final int BODY_SIZE = 1 << 20;

  /** How many wait on the queue at most, whose server keeps them in this JVM. */
  private static final int AHEAD = 500;

  private static final int STEP = 50;

  @TempDir Path folder;

  @Test
  void a_backlog_of_them_behind_a_slow_database_fits_into_a_small_heap() {
    try (Scene scene = new Scene(folder, ElasticMq.shared().queue())) {
      scene.makeTables();
      scene
          .database()
          .execute(
              """
              create function wait() returns trigger language plpgsql
              as 'begin perform pg_sleep(%s); return null; end';
              create trigger slow after insert on user_logins execute function wait()
              """
                  .formatted(Lane.shortOrLong(0, 1)));
      scene.messages().bodySize(BODY_SIZE);
      ConsumerProcess consumer = scene.consumerWithJava("-Xmx256m", "--follow");
      while (scene.messages().sent() < MESSAGES) {
        scene.messages().send(STEP);
        scene.awaitStored(scene.messages().sent() - AHEAD);
      }
      scene.awaitAllStoredOnce();

      System.out.println(
          "largest bodies: " + MESSAGES + " stored, the process had " + consumer.memory());
      assertThat(consumer.isAlive()).isTrue();
      consumer.terminate();
      scene.assertEndedWell(consumer);
    }
  }
}

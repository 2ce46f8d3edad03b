package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while work is in hand, on good days and on bad ones. */
class StopIT {
  private static final int MESSAGES = Lane.shortOrLong(3_000, 20_000);

  /** The long form has more in hand, whose giving back takes its time. */
  private static final String LIMIT = Lane.isLong() ? "25s" : "8s";

  /** In seconds; longer than a call takes, and soon over. */
  private static final int SHORT_VISIBILITY = 10;

  @TempDir Path folder;

  private Scene scene;
  private ConsumerProcess last;

  @BeforeEach
  void set_up() {
    scene = new Scene(folder, ElasticMq.shared().queue());
  }

  @AfterEach
  void tear_down() {
    scene.close();
  }

  @Test
  void amid_a_backlog_what_is_in_hand_is_stored_and_the_rest_waits_on_the_queue() {
    scene.messages().send(MESSAGES);
    ConsumerProcess consumer = scene.consumer("--follow", "--log-level", "debug");
    scene.awaitStored(MESSAGES / 10);

    stop("amid a backlog", consumer);
    assertThat(scene.queue().inFlight()).as(last.err() + last.summary()).isZero();
    assertThat(scene.stored() + scene.queue().visible()).isEqualTo(scene.messages().sent());
    System.out.println(
        "after SIGTERM amid a backlog: %d sent, %d stored, %d on the queue, none in flight"
            .formatted(scene.messages().sent(), scene.stored(), scene.queue().visible()));
    assertThat(consumer.summary().get("deleted").getAsInt()).isEqualTo(scene.stored());
  }

  @Test
  void while_the_database_is_down_what_is_in_hand_is_given_back() {
    scene.messages().send(MESSAGES);
    ConsumerProcess consumer = scene.consumer("--follow", "--log-level", "debug");
    scene.awaitStored(MESSAGES / 10);
    scene.postgres().stop();
    // It may have stored everything before that.
    scene.messages().send(MESSAGES / 10);
    consumer.awaitLog("outage side=database", 1);

    stop("while the database is down", consumer);
    scene.postgres().start();
    assertThat(consumer.summary().get("released").getAsInt()).isPositive();
    assertNothingLost();
  }

  @Test
  void while_the_database_hangs_it_ends_in_time() {
    scene.close();
    scene = new Scene(folder, ElasticMq.shared().queue(SHORT_VISIBILITY));
    int messages = MESSAGES / 3;
    scene.messages().send(messages);
    ConsumerProcess consumer = scene.consumer("--follow", "--shutdown-timeout", LIMIT);
    scene.awaitStored(messages / 10);
    scene.toDatabase().silence();
    Await.until("work is in hand", () -> scene.queue().inFlight() > 0);

    stop("while the database hangs", consumer);
    // The server may still be at a poll that was aborted, and take for it what was given back.
    Await.until("nothing is in flight", () -> scene.queue().inFlight() == 0);
    scene.toDatabase().speak();
    assertNothingLost();
  }

  @Test
  void while_the_queue_hangs_it_ends_in_time() {
    scene.messages().send(MESSAGES);
    ConsumerProcess consumer = scene.consumer("--follow", "--shutdown-timeout", LIMIT);
    scene.awaitStored(MESSAGES / 10);
    scene.toQueue().silence();

    stop("while the queue hangs", consumer);
  }

  @Test
  void amid_a_long_poll_the_poll_is_not_waited_out() {
    ConsumerProcess consumer = scene.consumer("--follow", "--log-level", "debug");
    consumer.awaitLog("consume.started", 1);

    stop("amid a long poll", consumer);
  }

  @Test
  void amid_a_drain_with_delayed_deletes_what_is_stored_is_given_back_and_comes_as_a_duplicate() {
    scene.messages().send(MESSAGES);
    ConsumerProcess consumer = scene.consumer("--delete-after", "10m", "--log-level", "debug");
    scene.awaitStored(MESSAGES / 10);

    stop("amid delayed deletes", consumer);
    consumer.assertSummaryAddsUp();
    assertThat(consumer.summary().get("deleted").getAsInt()).isZero();
    assertThat(scene.queue().inFlight()).as(last.err()).isZero();
    assertThat(scene.queue().visible()).isEqualTo(scene.messages().sent());

    ConsumerProcess next = scene.consumer("--idle", "1s");
    scene.assertEndedWell(next);
    assertThat(next.summary().get("duplicates").getAsInt()).isEqualTo(stored(consumer));
    scene.messages().assertStored(scene.database());
    assertThat(scene.queue().visible()).isZero();
  }

  private static int stored(ConsumerProcess consumer) {
    return consumer.summary().get("written").getAsInt()
        + consumer.summary().get("rejected").getAsInt();
  }

  private void stop(String when, ConsumerProcess consumer) {
    last = consumer;
    Instant start = Instant.now();
    consumer.terminate();
    scene.assertEndedWell(consumer);
    Duration took = Duration.between(start, Instant.now());
    System.out.println(
        "SIGTERM %s: ended after %d ms, %s given back"
            .formatted(when, took.toMillis(), consumer.summary().get("released")));
    assertThat(consumer.summary().get("stopped_by").getAsString()).isEqualTo("signal");
  }

  /** A commit whose answer was lost leaves its messages on the queue, for the next consumer. */
  private void assertNothingLost() {
    assertThat(scene.queue().inFlight()).as(last.err() + last.summary()).isZero();
    assertThat(scene.stored() + scene.queue().visible())
        .isGreaterThanOrEqualTo(scene.messages().sent());
    ConsumerProcess next = scene.consumer("--idle", "1s");
    scene.assertEndedWell(next);
    scene.awaitAllStoredOnce();
  }
}

package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.cli.Run;
import etl.cli.Spawned;
import etl.testing.Await;
import etl.testing.ElasticMq;
import etl.testing.Lane;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import etl.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby takes over that has not seen the latest commits. */
class FailOverIT {
  private static final int HALF = Lane.shortOrLong(250, 10_000);

  /**
   * Longer than it takes from the first commit that the standby does not see to its promotion,
   * however slow the machine is.
   */
  private static final String DELAY = "20m";

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /**
   * In seconds. This server sorts the whole queue at each extension of one message: of ten thousand
   * in flight it can extend few in half a minute.
   */
  private static final int VISIBILITY_TIMEOUT = Lane.shortOrLong(30, 3_600);

  private static final String WAITING =
      "from pg_stat_activity where wait_event = 'SyncRep' and backend_type = 'client backend'";

  @TempDir Path folder;

  private PostgresPair pair;
  private TestQueue queue;
  private Messages messages;
  private ConsumerProcess consumer;

  @BeforeEach
  void set_up() {
    pair = new PostgresPair(folder);
    queue = ElasticMq.shared().queue(VISIBILITY_TIMEOUT);
    messages = new Messages(queue);
    assertThat(start("--idle", "0s").code()).isZero();
  }

  @AfterEach
  void tear_down() {
    consumer.close();
    pair.close();
  }

  private ConsumerProcess start(String... args) {
    String url =
        "http://127.0.0.1:%d/000000000000/%s"
            .formatted(ElasticMq.shared().endpoint().getPort(), queue.name());
    consumer = ConsumerProcess.start(folder, url, pair.url(), "", args);
    return consumer;
  }

  @Test
  @Tag("long")
  void messages_deleted_at_once_are_lost() {
    start("--follow");
    commitHalf();
    commitHalfUnseen();
    awaitEmptyQueue();
    pair.failOver();

    int lost = messages.sent() - Messages.stored(pair.standby());
    System.out.println(
        "fail-over without --delete-after: %d of %d lost".formatted(lost, messages.sent()));
    assertThat(lost).isEqualTo(HALF);
  }

  @Test
  void messages_deleted_later_are_all_stored_once_and_the_consumer_goes_on_by_itself() {
    messages.send(HALF);
    // A drain: of a follower that is stopped, the server may still be at a poll.
    assertThat(start("--idle", "1s").code()).isZero();
    pair.awaitReplicated();
    start("--follow", "--delete-after", DELAY, "--shutdown-timeout", "20m");
    commitHalfUnseen();
    pair.failOver();
    Instant promoted = Instant.now();

    // The consumer notices by itself, long before it would delete.
    awaitStored(pair.standby(), 2 * HALF);
    Duration took = Duration.between(promoted, Instant.now());
    messages.assertStored(pair.standby());
    assertThat(consumer.logged("database.failed_over")).isPositive();
    assertThat(left()).isEqualTo(HALF);
    assertEndsWell();

    assertThat(start("--idle", "1s").code()).isZero();
    assertThat(consumer.summary().get("written").getAsInt()).isZero();
    // A poll that the stop cut short may hide what it was answered until the visibility timeout.
    assertThat(left()).isLessThanOrEqualTo(10);
    messages.assertStored(pair.standby());
    System.out.println(
        "fail-over with --delete-after %s: 0 of %d lost, none twice, all stored %d s after"
            .formatted(DELAY, messages.sent(), took.toSeconds()));
  }

  @Test
  void commit_whose_wait_for_the_standby_was_cancelled_is_made_again() {
    pair.synchronous();
    start("--follow");
    messages.send(HALF);
    awaitStored(pair.primary(), HALF);
    awaitEmptyQueue();
    pair.cutOff();
    messages.send(HALF);
    cancelWaits();
    consumer.awaitLog("batch.not_replicated", 1);

    // The redelivery finds its rows, and waits all the same.
    cancelWaits();
    consumer.awaitLog("batch.not_replicated", 2);
    Await.until("all is on the queue", () -> left() == HALF);
    pair.failOver();
    awaitStored(pair.standby(), 2 * HALF);
    awaitEmptyQueue();
    messages.assertStored(pair.standby());
    System.out.println(
        "cancelled waits, then fail-over: 0 of %d lost, none twice".formatted(messages.sent()));
    assertEndsWell();
  }

  @Test
  @Tag("long")
  void original_is_not_shown_if_a_fail_over_may_undo_its_audit_entry() {
    pair.synchronous();
    messages.send(1);
    assertThat(start("--max-messages", "1").code()).isZero();
    pair.cutOff();
    ProcessBuilder command =
        new ProcessBuilder("bin/etl", "recover", SampleLogin.sha256("198.51.0.0"));
    command.environment().put("ETL_DATABASE_URL", pair.url());
    try (Spawned recover = Spawned.start(command, folder, "recover")) {
      cancelWaits();
      assertThat(recover.code()).as(recover.err()).isEqualTo(69);
      assertThat(recover.out()).isEmpty();
      assertThat(recover.err()).contains("nothing is shown");
    }
  }

  /** The data key of the epoch is first stored by a transaction that the standby has not seen. */
  @Test
  @Tag("long")
  void originals_that_are_stored_after_a_promotion_open_although_their_epoch_began_before()
      throws IOException {
    String keys = folder.resolve("etl.keys").toString();
    String recovery = folder.resolve("etl.recovery").toString();
    assertThat(Run.etl("keys", "create", keys, "--recovery", recovery).code()).isZero();
    start("--follow", "--keys", keys, "--delete-after", DELAY, "--shutdown-timeout", "20m");
    // The tables are there, and the epoch has not begun.
    PostgresPair.await(pair.primary(), "select count(*) = 1 from masking_generations");
    pair.awaitReplicated();
    pair.cutOff();
    messages.send(HALF);
    awaitStored(pair.primary(), HALF);
    pair.failOver();
    awaitStored(pair.standby(), HALF);

    TestDatabase standby = pair.standby();
    assertThat(standby.value("select count(*) from sealed_keys")).isEqualTo("1");
    Path hashes =
        Files.write(
            folder.resolve("hashes"), standby.query("select distinct masked_ip from user_logins"));
    Run run =
        Run.etl(
            "recover",
            "--from-file",
            hashes.toString(),
            "--recovery-keys",
            recovery,
            "--database-url",
            standby.url());
    assertThat(run.code()).as(run.err()).isZero();
    assertEndsWell();
  }

  private void commitHalf() {
    messages.send(HALF);
    awaitStored(pair.primary(), HALF);
    pair.awaitReplicated();
  }

  /** The other half is stored on a primary that the standby does not follow any more. */
  private void commitHalfUnseen() {
    pair.cutOff();
    messages.send(HALF);
    awaitStored(pair.primary(), 2 * HALF);
  }

  private void cancelWaits() {
    PostgresPair.await(pair.primary(), "select count(*) > 0 " + WAITING);
    pair.primary().query("select pg_cancel_backend(pid) " + WAITING);
  }

  private static void awaitStored(TestDatabase database, int enough) {
    Await.until(
        PATIENCE,
        () -> enough + " messages stored, and there are " + Messages.stored(database),
        () -> Messages.stored(database) >= enough);
  }

  private void awaitEmptyQueue() {
    Await.until(PATIENCE, () -> "an empty queue: " + left(), () -> left() == 0);
  }

  private int left() {
    return queue.visible() + queue.inFlight();
  }

  private void assertEndsWell() {
    consumer.terminate();
    assertThat(consumer.code()).as(consumer.err()).isZero();
    consumer.assertSummaryAddsUp();
  }
}

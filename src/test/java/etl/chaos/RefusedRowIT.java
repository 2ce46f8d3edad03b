package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that only PostgreSQL finds wrong. */
class RefusedRowIT {
  private static final int MESSAGES = 1_000;
  private static final int REFUSED = 617;

  @TempDir Path folder;

  @Test
  void all_others_of_its_batch_are_stored_and_it_is_rejected() {
    TestQueue queue = ElasticMq.shared().queue();
    try (Scene scene = new Scene(folder, queue)) {
      scene.makeTables();
      refuse(scene, REFUSED);
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        bodies.add(SampleLogin.body(i));
      }
      String refused = queue.sendAll(bodies).get(REFUSED);

      ConsumerProcess consumer = scene.consumer("--max-messages", "" + MESSAGES, "--linger", "1m");

      scene.assertEndedWell(consumer);
      assertThat(consumer.err()).contains("batch.splitting messages=" + MESSAGES);
      assertThat(scene.database().value("select count(*) from user_logins")).isEqualTo("999");
      assertThat(scene.database().query("select message_id, reason from rejected_messages"))
          .containsExactly(
              refused
                  + "\trefused by the database (SQLSTATE 23514, constraint user_logins_user_id_check)");
      assertThat(queue.visible() + queue.inFlight()).isZero();
    }
  }

  @Test
  void what_follows_it_in_its_group_waits_behind_it_where_it_is_left_on_the_queue() {
    TestQueue queue = ElasticMq.shared().fifoQueue(Map.of());
    try (Scene scene = new Scene(folder, queue)) {
      scene.makeTables();
      refuse(scene, 3);
      for (int i = 1; i <= 6; i++) {
        queue.send(SampleLogin.body(i), "group");
        queue.send(SampleLogin.body(10 + i), "other-group");
      }

      ConsumerProcess consumer = scene.consumer("--max-duration", "5s", "--on-reject", "leave");

      scene.assertEndedWell(consumer);
      assertThat(scene.database().query("select user_id from user_logins order by 1"))
          .containsExactly(
              "user-1", "user-11", "user-12", "user-13", "user-14", "user-15", "user-16", "user-2");
      assertThat(queue.visible() + queue.inFlight()).isEqualTo(4);
      assertThat(consumer.summary().get("left").getAsInt()).isOne();
    }
  }

  private static void refuse(Scene scene, int user) {
    scene
        .database()
        .execute("alter table user_logins add check (user_id <> 'user-%d')".formatted(user));
  }
}

package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.SampleLogin;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch with one row that only PostgreSQL finds wrong. */
class RefusedRowIT {
  private static final int MESSAGES = 1_000;
  private static final int REFUSED = 617;

  @TempDir Path folder;

  @Test
  void all_others_are_stored_and_it_is_rejected() {
    TestQueue queue = ElasticMq.shared().queue();
    try (Scene scene = new Scene(folder, queue)) {
      scene.makeTables();
      scene
          .database()
          .execute("alter table user_logins add check (user_id <> 'user-%d')".formatted(REFUSED));
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        bodies.add(SampleLogin.body(i));
      }
      String refused = queue.sendAll(bodies).get(REFUSED);

      Consumer consumer = scene.consumer("--max-messages", "" + MESSAGES, "--linger", "1m");

      scene.assertEndedWell(consumer);
      assertThat(consumer.err()).contains("batch.splitting messages=" + MESSAGES);
      assertThat(scene.database().value("select count(*) from user_logins")).isEqualTo("999");
      assertThat(scene.database().query("select message_id, reason from rejected_messages"))
          .containsExactly(refused + "\trefused by the database (SQLSTATE 23514)");
      assertThat(queue.visible() + queue.inFlight()).isZero();
    }
  }
}

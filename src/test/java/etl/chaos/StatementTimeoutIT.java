package etl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ElasticMq;
import etl.testing.TestQueue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role whose statements may take less time than a batch does. */
class StatementTimeoutIT {
  private static final int MESSAGES = 1_000;

  private static final String SLOW =
      """
      create function slow() returns trigger language plpgsql as
        $$ begin perform pg_sleep(%s); return new; end $$;
      create trigger slow before insert on user_logins for each row execute function slow();
      alter database %s set statement_timeout = '500ms'
      """;

  @TempDir Path folder;

  @Test
  void all_rows_are_written_in_smaller_batches_and_none_reaches_the_dead_letter_queue() {
    TestQueue deadLetters = ElasticMq.shared().queue();
    TestQueue queue = ElasticMq.shared().queue(ElasticMq.redrive(deadLetters, 3));
    try (Scene scene = new Scene(folder, queue)) {
      scene.makeTables();
      scene.database().execute(SLOW.formatted("0.01", scene.database().name()));
      scene.messages().send(MESSAGES);

      ConsumerProcess consumer = scene.consumer();

      scene.awaitAllStoredOnce();
      scene.assertEndedWell(consumer);
      assertThat(consumer.err()).contains("sqlstate=57014").doesNotContain(" outage ");
      assertThat(consumer.summary().get("released").getAsInt()).isZero();
      assertThat(deadLetters.visible() + deadLetters.inFlight()).isZero();
    }
  }

  @Test
  void a_lock_that_is_waited_for_is_an_outage() throws SQLException {
    TestQueue queue = ElasticMq.shared().queue();
    try (Scene scene = new Scene(folder, queue)) {
      scene.makeTables();
      scene.database().execute(SLOW.formatted("0", scene.database().name()));
      scene.messages().send(100);
      ConsumerProcess consumer;
      try (Connection other = scene.database().connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("set local statement_timeout = 0; select pg_advisory_xact_lock(6241904)");
        consumer = scene.consumer("--max-messages", "100");
        consumer.awaitLog("outage side=database", 1);
      }
      scene.awaitAllStoredOnce();
      scene.assertEndedWell(consumer);
      assertThat(consumer.err()).doesNotContain("batch.splitting");
    }
  }
}

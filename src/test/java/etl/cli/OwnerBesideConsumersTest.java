package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.postgres.generation.RecordedGenerations;
import etl.testing.Background;
import etl.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What owners do with the tables while consumers and the server's own vacuum use them. */
@Tag("servers")
class OwnerBesideConsumersTest {
  /** How a consumer's transaction begins, and how it goes on. */
  private static final String BEGINS =
      RecordedGenerations.HOLD + "; select * from masking_generations, mapping_removals";

  private static final String GOES_ON =
      "insert into user_logins (message_id) values ('1'); insert into map_desmask values ('a', 'b')";

  private static final String VACUUM = "analyze map_desmask";

  @TempDir Path folder;

  private Installation installation;
  private TestDatabase database;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    database = installation.database();
    assertThat(installation.etl("migrate").code()).isZero();
  }

  @Test
  void grants_wait_for_a_consumer_and_it_does_not_wait_for_them() throws SQLException {
    assertWaits(BEGINS, GOES_ON, () -> database.execute(Run.etl("grants").out()));
  }

  @Test
  void grants_wait_for_a_vacuum_and_it_does_not_wait_for_them() throws SQLException {
    assertWaits(VACUUM, VACUUM, () -> database.execute(Run.etl("grants").out()));
  }

  @Test
  void migration_waits_for_a_consumer_and_it_does_not_wait_for_that() throws SQLException {
    database.execute(
        "alter table map_desmask drop column first_seen;"
            + " alter table mapping_removals drop constraint mapping_removals_pkey");
    assertWaits(BEGINS, GOES_ON, () -> assertThat(installation.etl("migrate").code()).isZero());
    assertThat(database.query("select first_seen from map_desmask")).hasSize(1);
  }

  /** If each waited for the other, PostgreSQL would end one of them after a second. */
  private void assertWaits(String begins, String goesOn, Runnable owners) throws SQLException {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(begins);
      CompletableFuture<Void> command = Background.run(owners);
      database.awaitWaiting(1);
      statement.execute(goesOn);
      other.commit();
      command.join();
    }
  }
}

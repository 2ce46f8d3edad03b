package etl.debian;

import static org.assertj.core.api.Assertions.assertThat;

import etl.cli.Installation;
import etl.cli.Run;
import etl.cli.Spawned;
import etl.testing.Await;
import etl.testing.SampleLogin;
import etl.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind pgbouncer in transaction mode: each transaction may have another session. */
@Tag("debian")
@Tag("servers")
class PoolerTest {
  private static final int MESSAGES = 400;

  @TempDir Path folder;

  private Installation installation;
  private TestDatabase database;
  private Pooler pooler;

  @BeforeEach
  void set_up() throws Exception {
    Pooler.PROGRAM.assumeInstalled();
    installation = Installation.in(folder);
    database = installation.database();
    pooler = Pooler.before(database, "");
  }

  @AfterEach
  void close() throws Exception {
    if (pooler != null) {
      pooler.close();
    }
  }

  @Test
  void every_command_works() {
    installation.queue().send(SampleLogin.body(1));
    installation.queue().send(SampleLogin.malformed(2));
    assertDone("migrate");
    assertDone("consume", "--max-messages", "2");
    assertDone("recover", SampleLogin.sha256("192.0.2.1"));
    assertDone("rejects", "list");
    assertDone("stats", "--exact");
    assertDone("forget", SampleLogin.sha256("192.0.2.1"), "--yes");
    assertDone("audit");
  }

  @Test
  void nothing_is_lost_or_doubled_while_the_pooler_and_its_sessions_are_killed() throws Exception {
    // Slow rows, so that there is something to kill.
    assertDone("migrate");
    database.execute(
        """
        create function slow() returns trigger language plpgsql as
          $$ begin perform pg_sleep(0.005); return new; end $$;
        create trigger slow before insert on user_logins for each row execute function slow()
        """);
    for (int i = 0; i < MESSAGES; i++) {
      installation.queue().send(SampleLogin.body(i));
    }
    String[] args =
        installation.withEnvFile(
            "consume", "--follow", "--batch-size", "20", "--database-url", pooler.url(database));
    try (Spawned etl = Spawned.etl(folder, args)) {
      for (int stored : new int[] {20, 60, 120, 180}) {
        awaitRows(stored);
        if (stored % 40 == 20) {
          pooler.kill();
          pooler.start();
        } else {
          database.execute(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where pid <> pg_backend_pid() and datname = current_database()");
        }
      }
      awaitRows(MESSAGES);
      etl.signal("TERM");
      assertThat(etl.code()).as(etl.err()).isZero();
    }
    assertThat(database.value("select count(distinct message_id) from user_logins"))
        .isEqualTo(String.valueOf(MESSAGES));
    assertThat(database.value("select count(*) from user_logins"))
        .isEqualTo(String.valueOf(MESSAGES));
  }

  @Test
  void commits_are_durable_in_whichever_session() {
    assertDone("migrate");
    database.execute(
        """
        alter database "%s" set synchronous_commit = off;
        create function be_durable() returns trigger language plpgsql as $$
        begin
          if current_setting('synchronous_commit') = 'off' then
            raise exception 'a crash would undo this';
          end if;
          return null;
        end $$;
        create constraint trigger be_durable after insert on user_logins
          deferrable initially deferred for each row execute function be_durable()
        """
            .formatted(database.name()));
    installation.queue().send(SampleLogin.body(1));
    assertDone("consume", "--max-messages", "1");
    assertThat(database.value("select count(*) from user_logins")).isEqualTo("1");
  }

  @Test
  void setting_that_the_pooler_does_not_take_is_a_configuration_error() {
    Run run = etl(Map.of("PGOPTIONS", "-c statement_timeout=7s"), "migrate");
    assertThat(run.code()).as(run.err()).isEqualTo(78);
    assertThat(run.err())
        .contains("unsupported startup parameter", "08P01", "ignore_startup_parameters")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"currentSchema=mine", "options=-c%20search_path%3Dmine"})
  void schema_that_the_pooler_ignores_is_noticed(String schema) throws Exception {
    pooler.close();
    pooler = Pooler.before(database, "ignore_startup_parameters = search_path, options");
    database.execute("create schema mine");
    String[] migrate =
        installation.withEnvFile("migrate", "--database-url", pooler.url(database) + "?" + schema);
    Run run = Run.etl(migrate);
    assertThat(run.code()).as(run.err()).isEqualTo(78);
    assertThat(run.err()).contains("ignores the schema");
    String set = "alter role postgres in database %s set search_path = mine";
    database.execute(set.formatted(database.name()));
    // The pooler's sessions have begun before.
    pooler.kill();
    pooler.start();
    Run again = Run.etl(migrate);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(database.value("select to_regclass('public.user_logins') is null")).isEqualTo("t");
  }

  @Test
  void pooler_whose_server_is_away_is_an_outage() throws Exception {
    pooler.close();
    TestDatabase away = new TestDatabase(1, database.name(), "postgres");
    pooler = Pooler.before(away, "query_wait_timeout = 2");
    Run run = etl(Map.of(), "migrate");
    assertThat(run.code()).as(run.err()).isEqualTo(69);
  }

  private void awaitRows(int rows) {
    Await.until(
        () -> rows + " rows, and there are " + count(), () -> Integer.parseInt(count()) >= rows);
  }

  private String count() {
    return database.value("select count(*) from user_logins");
  }

  private void assertDone(String... command) {
    Run run = etl(Map.of(), command);
    assertThat(run.code()).as(String.join(" ", command) + ": " + run.err()).isZero();
  }

  private Run etl(Map<String, String> environment, String... command) {
    String[] args = Arrays.copyOf(command, command.length + 2);
    args[command.length] = "--database-url";
    args[command.length + 1] = pooler.url(database);
    return Run.etl(environment, installation.withEnvFile(args));
  }
}

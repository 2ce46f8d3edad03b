package etl.postgres.rejects;

import static etl.postgres.rejects.RejectsFixture.BAD;
import static etl.postgres.rejects.RejectsFixture.login;
import static org.assertj.core.api.Assertions.assertThat;

import etl.event.WriteResult;
import etl.postgres.Database;
import etl.postgres.rejects.RejectRetry.RetryCounts;
import etl.testing.Background;
import etl.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RejectRetryTest {
  private RejectsFixture rejects;

  @BeforeEach
  void set_up() {
    rejects = new RejectsFixture();
  }

  @AfterEach
  void tear_down() {
    rejects.close();
  }

  @Test
  void message_that_today_is_good_becomes_a_row_with_its_mappings() {
    rejects.reject("m-1", login(1));

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(1, 0, 0, 0));
    assertThat(rejects.rejectIds()).isEmpty();
    TestDatabase database = rejects.database();
    assertThat(
            database.query(
                """
                select message_id, user_id, locale, create_date, i.original_val, d.original_val
                from user_logins
                  join map_desmask i on i.hash_val = masked_ip
                  join map_desmask d on d.hash_val = masked_device_id
                """))
        .containsExactly("m-1\tu-1\té\t2026-02-28\t192.0.2.1\td-1");
  }

  @Test
  void message_that_is_still_wrong_stays_with_todays_reason_and_its_bytes() {
    rejects.reject("m-1", BAD);

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(0, 0, 1, 0));
    assertThat(
            rejects
                .database()
                .query(
                    "select message_id, kind, reason, convert_from(body, 'UTF8')"
                        + " from rejected_messages"))
        .containsExactly("m-1\tmissing_field\tdevice_id: is missing\t" + BAD);
  }

  @Test
  void bytes_that_are_no_text_stay() {
    rejects.reject("m-1", "");
    rejects.database().execute("update rejected_messages set body = '\\x22ff22'");

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(0, 0, 1, 0));
    assertThat(rejects.database().value("select body::text || reason from rejected_messages"))
        .isEqualTo("\\x22ff22not UTF-8 text");
  }

  @Test
  void message_that_only_the_database_refuses_stays_and_the_others_become_rows() {
    for (int i = 1; i <= 20; i++) {
      rejects.reject("m-%02d".formatted(i), login(i));
    }
    rejects.database().execute("alter table user_logins add check (user_id not in ('u-3', 'u-9'))");

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(18, 0, 2, 0));
    assertThat(rejects.rejectIds()).containsExactly("m-03", "m-09");
    assertThat(rejects.rowIds()).hasSize(18);
    assertThat(rejects.database().query("select kind, reason from rejected_messages"))
        .containsOnly(
            "refused_by_database\trefused by the database (SQLSTATE 23514, constraint"
                + " user_logins_user_id_check)");
  }

  @Test
  void message_that_another_unique_index_refuses_is_no_duplicate() {
    rejects.reject("m-1", login(1));
    rejects.reject("m-2", login(1));
    rejects.database().execute("create unique index one_a_day on user_logins (user_id)");

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(1, 0, 1, 0));
    assertThat(rejects.database().query("select message_id, reason from rejected_messages"))
        .containsExactly("m-2\trefused by the database (SQLSTATE 23505, constraint one_a_day)");
  }

  @Test
  void deferred_constraint_is_laid_at_the_door_of_its_message() {
    rejects.reject("m-1", login(1));
    rejects.reject("m-2", login(2));
    rejects
        .database()
        .execute(
            """
            create table users (id varchar(128) primary key);
            insert into users values ('u-2');
            alter table user_logins add foreign key (user_id) references users
              deferrable initially deferred
            """);

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(1, 0, 1, 0));
    assertThat(rejects.rowIds()).containsExactly("m-2");
  }

  @Test
  void second_retry_finds_nothing_to_do() {
    rejects.reject("m-1", login(1));
    rejects.reject("m-2", BAD);

    rejects.retryAll();

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(0, 0, 1, 0));
    assertThat(rejects.rowIds()).containsExactly("m-1");
  }

  @Test
  void message_that_has_a_row_already_is_counted_as_a_duplicate() {
    rejects.reject("m-1", login(1));
    rejects.database().execute("insert into user_logins (message_id) values ('m-1')");

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(0, 1, 0, 0));
    assertThat(rejects.rowIds()).containsExactly("m-1");
    assertThat(rejects.rejectIds()).isEmpty();
  }

  @Test
  void only_those_asked_for_are_tried_and_told() {
    for (int i = 1; i <= 3; i++) {
      rejects.reject("m-" + i, login(i));
    }
    List<String> tried = new ArrayList<>();
    try (Database connected = rejects.connect()) {
      RejectRetry retry = rejects.retry(connected, RejectsFixture.SPEC, RejectsFixture.SPEC.name());
      RetryCounts counts =
          retry.retryThese(Set.of("m-1", "m-3", "m-7"), (ids, rejected) -> tried.addAll(ids));
      assertThat(counts).isEqualTo(new RetryCounts(2, 0, 0, 0));
    }
    assertThat(tried).containsExactly("m-1", "m-3");
    assertThat(rejects.rejectIds()).containsExactly("m-2");
  }

  @Test
  void large_ones_and_many_are_tried_in_chunks() {
    rejects
        .database()
        .execute(
            """
            insert into rejected_messages (message_id, reason, body, sent_at)
            select 'm-' || lpad(n::text, 4, '0'), 'by older rules',
              convert_to('{"user_id":"u","ip":"192.0.2.1","device_id":"d' || n || '","more":"'
                || repeat('x', case when n % 100 = 0 then 3000000 else 1 end) || '"}', 'UTF8'),
              now()
            from generate_series(1, 1234) n
            """);

    assertThat(rejects.retryAll()).isEqualTo(new RetryCounts(1234, 0, 0, 0));
    assertThat(rejects.rowIds()).hasSize(1234);
    assertThat(rejects.rejectIds()).isEmpty();
  }

  @Test
  void two_at_once_share_the_work() {
    Set<String> ids = new TreeSet<>();
    for (int i = 1; i <= 200; i++) {
      rejects.reject("m-" + i, login(i));
      ids.add("m-" + i);
    }

    CompletableFuture<RetryCounts> other = Background.start(rejects::retryAll);
    RetryCounts total = rejects.retryAll().plus(other.join());

    assertThat(total).isEqualTo(new RetryCounts(200, 0, 0, 0));
    assertThat(new TreeSet<>(rejects.rowIds())).isEqualTo(ids);
    assertThat(rejects.rejectIds()).isEmpty();
  }

  @Test
  void consumer_with_older_rules_does_not_bring_a_message_back() throws Exception {
    rejects.reject("m-1", login(1));
    WriteResult consumed = whileRetryDeletes(() -> rejects.reject("m-1", login(1)));
    assertThat(consumed.rows() + consumed.rejects()).isZero();
    assertThat(rejects.rowIds()).containsExactly("m-1");
    assertThat(rejects.rejectIds()).isEmpty();
  }

  @Test
  void consumer_with_todays_rules_does_not_store_it_again() throws Exception {
    rejects.reject("m-1", login(1));
    WriteResult consumed = whileRetryDeletes(() -> rejects.consume("m-1", login(1)));
    assertThat(consumed.rows() + consumed.rejects()).isZero();
    assertThat(rejects.rowIds()).containsExactly("m-1");
    assertThat(rejects.rejectIds()).isEmpty();
  }

  /** Lets a consumer begin its work when a retry has done all its own but the commit. */
  private WriteResult whileRetryDeletes(Supplier<WriteResult> consumer) throws Exception {
    rejects
        .database()
        .execute(
            """
            create function stop() returns trigger language plpgsql
              as 'begin perform pg_advisory_xact_lock(1); return old; end';
            create trigger stop after delete on rejected_messages
              for each row execute function stop()
            """);
    CompletableFuture<RetryCounts> retried;
    CompletableFuture<WriteResult> consumed;
    try (Connection connection = rejects.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(1)");
      retried = Background.start(rejects::retryAll);
      rejects.database().awaitWaiting(1);
      consumed = Background.start(consumer);
      rejects.database().awaitWaiting(2);
    }
    assertThat(retried.join()).isEqualTo(new RetryCounts(1, 0, 0, 0));
    return consumed.join();
  }
}

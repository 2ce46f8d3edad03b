package etl.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.Logins;
import etl.event.ParsedMessage;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.postgres.Stores;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class PostgresEventStoreTest {
  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final PostgresEventStore store = Stores.prepared(database);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void mapping_that_was_committed_is_not_sent_again() {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute("set etl.moves_mappings = on; delete from map_desmask");
    write(Logins.from("m2", "192.0.2.1", "d2"));

    assertThat(database.query("select original_val from map_desmask")).containsExactly("d2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from map_desmask",
        "truncate map_desmask",
        "update map_desmask set hash_val = 'x' || hash_val",
        "delete from mapping_removals; delete from map_desmask",
        "delete from map_desmask; delete from mapping_removals"
      })
  void mapping_that_somebody_has_removed_is_written_again(String sql) {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute(sql);
    write(Logins.from("m2", "192.0.2.1", "d2"));
    write(Logins.from("m3", "192.0.2.1", "d1"));

    assertThat(
            database.query(
                "select original_val from map_desmask where length(hash_val) = 64 order by 1"))
        .containsExactly("192.0.2.1", "d1", "d2");
  }

  @Test
  void commit_is_on_the_timeline_that_a_new_connection_sees() {
    WriteBatch batch = WriteBatch.sorted(List.of(Logins.from("m1", "192.0.2.1", "d1")));
    String timeline = store.write(batch).timeline();
    assertThat(timeline).matches("[0-9]+/[0-9A-F]{8}").isEqualTo(store.timeline());
  }

  @Test
  void server_that_does_not_tell_its_timeline_is_written_to_all_the_same() {
    TestDatabase secretive = TestPostgres.server().createDatabase();
    secretive.execute("revoke execute on function pg_control_system() from public");
    String role = TestPostgres.server().createRole();
    secretive.execute("grant create on schema public to " + role);
    try (PostgresEventStore other = Stores.prepared(secretive.as(role))) {
      WriteBatch batch = WriteBatch.sorted(List.of(Logins.from("m1", "192.0.2.1", "d1")));
      assertThat(other.write(batch)).isEqualTo(new WriteResult(1, 0));
      assertThat(other.timeline()).isEmpty();
    }
  }

  @Test
  void who_may_delete_mappings_needs_no_right_to_count_them() {
    TestDatabase cleaner = database.as(TestPostgres.server().createRole());
    database.execute("grant select, delete on map_desmask to " + cleaner.user());
    write(Logins.from("m1", "192.0.2.1", "d1"));
    cleaner.execute("delete from map_desmask where field = 'ip'");
    write(Logins.from("m2", "192.0.2.1", "d1"));

    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("2");
    assertThatThrownBy(() -> cleaner.execute("update mapping_removals set removals = 0"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> cleaner.execute("select public.count_mapping_removal()"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void row_that_another_unique_index_refuses_is_no_duplicate() {
    database.execute("create unique index one_a_day on user_logins (user_id, create_date)");
    write(Logins.from("m1", "192.0.2.1", "d1"));

    assertThatThrownBy(() -> write(Logins.from("m2", "192.0.2.2", "d2")))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.DATA);
              assertThat(e.sqlState()).isEqualTo("23505");
              assertThat(e.constraint()).isEqualTo("one_a_day");
            })
        .hasMessageEndingWith("(SQLSTATE 23505, constraint one_a_day)");
    assertThat(store.write(WriteBatch.sorted(List.of(Logins.from("m1", "192.0.2.1", "d1")))).rows())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"map_desmask (field)", "rejected_messages (reason)"})
  void mapping_and_reject_that_another_unique_index_refuses_are_not_lost_in_silence(String index) {
    database.execute("create unique index other on " + index);
    ParsedMessage reject = Logins.parse("m9", "{");
    write(Logins.from("m1", "192.0.2.1", "d1"), reject);

    assertThatThrownBy(() -> write(Logins.from("m2", "192.0.2.2", "d2"), Logins.parse("m3", "{")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.constraint()).isEqualTo("other"));
  }

  @Test
  void key_that_was_replaced_under_a_running_store_is_found() {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute(
        "drop index user_logins_message_id_idx;"
            + " create unique index on user_logins (create_date, message_id)");
    ParsedMessage second = Logins.from("m2", "192.0.2.1", "d1");

    assertThat(store.write(WriteBatch.sorted(List.of(second))).rows()).isOne();
    assertThat(store.write(WriteBatch.sorted(List.of(second))).rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop index user_logins_message_id_idx",
        "drop index user_logins_message_id_idx;"
            + " alter table user_logins add unique (message_id) deferrable",
        "alter table user_logins drop column locale",
        "drop table rejected_messages",
        "drop table mapping_removals",
        "alter table map_desmask rename to old"
      })
  void table_that_no_longer_fits_is_a_matter_of_configuration_and_nothing_is_made(String sql) {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute(sql);
    String tables = "select count(*) from pg_class where relnamespace = 'public'::regnamespace";
    String before = database.value(tables);

    assertThatThrownBy(() -> write(Logins.from("m2", "192.0.2.1", "d2"), Logins.parse("m3", "{")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("etl migrate");
    assertThat(database.value(tables)).isEqualTo(before);
  }

  @Test
  void column_that_came_and_went_under_a_running_store_is_no_failure() {
    database.execute("alter table map_desmask drop column field");
    write(Logins.from("m1", "192.0.2.1", "d1"));
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("2");
  }

  @Test
  void writer_that_may_not_read_the_key_is_refused_where_rows_could_be_lost() {
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    database.execute(
        "grant insert on user_logins, rejected_messages, map_desmask to %1$s;"
                .formatted(writer.user())
            + "grant select (message_id) on user_logins, rejected_messages to "
            + writer.user());
    Stores.prepared(writer).close();
    database.execute("create unique index by_original on map_desmask (original_val)");

    assertThatThrownBy(() -> Stores.prepared(writer))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("by_original");
  }

  @Test
  void mapping_of_a_batch_that_was_rolled_back_is_sent_again() {
    database.execute("alter table rejected_messages add constraint no check (body <> '{')");
    assertThatThrownBy(() -> write(Logins.from("m1", "192.0.2.1", "d1"), Logins.parse("m2", "{")))
        .isInstanceOf(StoreException.class);
    assertThat(database.value("select count(*) from user_logins")).isEqualTo("0");
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("0");

    write(Logins.from("m1", "192.0.2.1", "d1"));
    assertThat(database.query("select original_val from map_desmask order by 1"))
        .containsExactly("192.0.2.1", "d1");
  }

  @Test
  void mappings_are_sent_again_after_an_outage_which_may_have_lost_them() {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute("delete from map_desmask");
    database.execute(
        """
        create function fail() returns trigger language plpgsql
          as $$ begin raise exception 'away' using errcode = '57P01'; end $$;
        create trigger fail before insert on user_logins for each row execute function fail()
        """);
    ParsedMessage again = Logins.from("m2", "192.0.2.1", "d1");
    assertThatThrownBy(() -> write(again)).isInstanceOf(StoreException.class);
    database.execute("drop trigger fail on user_logins");
    write(again);

    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("2");
  }

  @Test
  void server_that_is_read_only_is_not_asked_again_on_the_same_connection() {
    String alter = "alter database " + database.name();
    database.execute(alter + " set default_transaction_read_only = on");
    ParsedMessage message = Logins.from("m1", "192.0.2.1", "d1");
    try (PostgresEventStore other = Stores.fresh(database)) {
      assertThatThrownBy(() -> other.write(WriteBatch.sorted(List.of(message))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.sqlState()).isEqualTo("25006"));
      database.execute(
          "set transaction_read_only = off; " + alter + " reset default_transaction_read_only");

      assertThat(other.write(WriteBatch.sorted(List.of(message))).rows()).isOne();
    }
  }

  @Test
  void commit_outlives_a_crash_even_where_the_server_is_set_to_risk_it() {
    database.execute("alter database " + database.name() + " set synchronous_commit = off");
    database.execute(
        "alter table user_logins add check (current_setting('synchronous_commit') = 'on')");
    try (PostgresEventStore other = Stores.prepared(database)) {
      other.write(WriteBatch.sorted(List.of(Logins.from("m1", "192.0.2.1", "d1"))));
    }
    assertThat(database.value("select count(*) from user_logins")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"0, 30s", "7s, 7s"})
  void transaction_of_a_process_that_stands_still_does_not_block_others_for_ever(
      String ofTheDatabase, String ofTheStore) {
    database.execute(
        "alter database %s set idle_in_transaction_session_timeout = '%s'"
            .formatted(database.name(), ofTheDatabase));
    database.execute(
        "alter table user_logins add check"
            + " (current_setting('idle_in_transaction_session_timeout') = '%s')"
                .formatted(ofTheStore));
    try (PostgresEventStore other = Stores.prepared(database)) {
      other.write(WriteBatch.sorted(List.of(Logins.from("m1", "192.0.2.1", "d1"))));
    }
    assertThat(database.value("select count(*) from user_logins")).isEqualTo("1");
  }

  @Test
  void mappings_are_sent_again_after_the_tables_were_checked_again() {
    write(Logins.from("m1", "192.0.2.1", "d1"));
    database.execute("drop table map_desmask");
    store.prepareTables();
    write(Logins.from("m2", "192.0.2.1", "d1"));

    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("2");
  }

  @Test
  void batch_of_thousands_is_stored_at_once() {
    List<ParsedMessage> messages =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Logins.from("m" + i, "192.0." + i % 200 + ".1", "d" + i))
            .toList();
    assertThat(store.write(WriteBatch.sorted(messages)).rows()).isEqualTo(5_000);
    assertThat(store.write(WriteBatch.sorted(messages)).rows()).isZero();
    assertThat(database.value("select count(distinct xmin::text) from user_logins")).isEqualTo("1");
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("5200");
  }

  @Test
  @Timeout(60)
  void batches_that_bring_the_same_values_in_opposite_orders_do_not_deadlock() throws Exception {
    int size = 3_000;
    List<ParsedMessage> up =
        IntStream.range(0, size)
            .mapToObj(i -> Logins.from("up%04d".formatted(i), "ip" + i, "d" + i))
            .toList();
    List<ParsedMessage> down =
        IntStream.range(0, size)
            .map(i -> size - 1 - i)
            .mapToObj(i -> Logins.from("down%04d".formatted(size - i), "ip" + i, "d" + i))
            .toList();
    try (PostgresEventStore other = Stores.prepared(database);
        Connection gate = database.connect()) {
      gate.setAutoCommit(false);
      gate.createStatement().execute("lock table map_desmask in share mode");
      CompletableFuture<WriteResult> one =
          Background.start(() -> store.write(WriteBatch.sorted(up)));
      CompletableFuture<WriteResult> two =
          Background.start(() -> other.write(WriteBatch.sorted(down)));
      database.awaitWaiting(2);
      gate.commit();

      assertThat(one.get().rows()).isEqualTo(size);
      assertThat(two.get().rows()).isEqualTo(size);
    }
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("6000");
  }

  @Test
  void bodies_of_the_largest_size_are_kept() {
    String body = "\u00e4".repeat(512 * 1024);
    write(Logins.parse("m1", body), Logins.parse("m2", body + "2"), Logins.parse("m3", body + "3"));
    assertThat(database.query("select length(body) from rejected_messages order by 1"))
        .containsExactly("1048576", "1048577", "1048577");
  }

  @Test
  void server_logs_no_value_whatever_fails() {
    String user = "user-canary";
    String address = "192.0.2.222";
    String device = "device-canary";
    ParsedMessage good = Logins.parse("m1", canary(user, address, device));
    ParsedMessage bad = Logins.parse("m2", "{\"user_id\": \"" + user + "\", \"ip\": ");
    StringBuilder said = new StringBuilder();
    write(good, bad, good);
    write(good, bad);

    refuse(
        said, good, "alter table user_logins add constraint c check (user_id not like '%canary')");
    refuse(said, good, "alter table user_logins alter user_id type varchar(3) using 'u'");
    refuse(said, good, "alter table map_desmask add constraint c check (original_val is null)");
    refuse(said, bad, "alter table rejected_messages add constraint c check (body is null)");
    refuse(said, good, "drop table map_desmask");

    assertThat(TestPostgres.server().log())
        .contains("violates check constraint", "value too long", "does not exist")
        .doesNotContain(user, address, device);
    assertThat(said.toString()).contains("23514", "42P01").doesNotContain(user, address, device);
  }

  /** Writes after a change that makes it fail, and collects the whole trace. */
  private void refuse(StringBuilder said, ParsedMessage message, String change) {
    database.execute("truncate user_logins, map_desmask, rejected_messages");
    database.execute(change);
    try (PostgresEventStore fresh = Stores.fresh(database)) {
      fresh.write(WriteBatch.sorted(List.of(message)));
      throw new AssertionError("nothing failed after " + change);
    } catch (StoreException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      said.append(trace);
    }
    if (change.contains("constraint c")) {
      database.execute(change.substring(0, change.indexOf("add")) + "drop constraint c");
    } else if (change.contains("varchar(3)")) {
      database.execute("alter table user_logins alter user_id type varchar(128)");
    }
  }

  private static String canary(String user, String address, String device) {
    return Logins.BODY
        .replace("u-1", user)
        .replace("192.0.2.1", address)
        .replace("593-47-5928", device);
  }

  private void write(ParsedMessage... messages) {
    store.write(WriteBatch.sorted(List.of(messages)));
  }
}

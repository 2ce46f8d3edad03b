package etl.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.Logins;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.write.PostgresEventStore;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class SchemaTest {
  private static final String SHAPE =
      """
      select a.attname, format_type(a.atttypid, a.atttypmod)
      from pg_attribute a
      where a.attrelid = '%s'::regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum
      """;

  private static final String TAKE_HOME =
      """
      create table user_logins (
        user_id varchar(128), device_type varchar(32), masked_ip varchar(256),
        masked_device_id varchar(256), locale varchar(32), app_version integer, create_date date);
      """;

  private static final String PREDECESSOR =
      """
      create table user_logins (
        user_id varchar(128), device_type varchar(32), masked_ip varchar(256),
        masked_device_id varchar(256), locale varchar(32), app_version text, create_date date,
        message_id text);
      create table map_desmask (hash_val varchar, original_val varchar);
      """;

  private static final String PREVIOUS =
      """
      create table user_logins (
        user_id varchar(128), device_type varchar(32), masked_ip varchar(256),
        masked_device_id varchar(256), locale varchar(32), app_version varchar(32),
        create_date date, message_id varchar(128));
      create unique index user_logins_message_id on user_logins (message_id);
      create table map_desmask (hash_val varchar(64) primary key, original_val varchar(256));
      """;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<String> notices = new ArrayList<>();

  @Test
  void empty_database_gets_the_tables() {
    assertThat(migrate()).hasSize(9);

    assertThat(shape("user_logins"))
        .containsExactly(
            "user_id\tcharacter varying(128)",
            "device_type\tcharacter varying(32)",
            "masked_ip\tcharacter varying(256)",
            "masked_device_id\tcharacter varying(256)",
            "locale\tcharacter varying(32)",
            "app_version\tcharacter varying(32)",
            "create_date\tdate",
            "message_id\tcharacter varying(128)");
    assertThat(shape("map_desmask"))
        .containsExactly(
            "hash_val\tcharacter varying(256)",
            "original_val\ttext",
            "field\ttext",
            "first_seen\ttimestamp with time zone");
    assertThat(shape("rejected_messages"))
        .containsExactly(
            "message_id\tcharacter varying(128)",
            "reason\ttext",
            "body\tbytea",
            "sent_at\ttimestamp with time zone",
            "rejected_at\ttimestamp with time zone",
            "kind\ttext",
            "spec\ttext",
            "attributes\tbytea");
    assertThat(notices).isEmpty();
    assertUpToDate();
  }

  @Test
  void take_home_table_keeps_its_rows() {
    database.execute(TAKE_HOME);
    database.execute(
        "insert into user_logins values ('u', 'ios', 'ip', 'd', null, 230, '2023-01-01')");

    migrate();

    assertThat(database.query("select * from user_logins"))
        .containsExactly("u\tios\tip\td\t<null>\t230\t2023-01-01\t<null>");
    assertThat(shape("user_logins"))
        .contains("app_version\tcharacter varying(32)", "message_id\tcharacter varying(128)");
    assertThat(notices)
        .containsExactly(
            "altering a table that has rows, which may take long: user_logins: column app_version must"
                + " become varchar(32)");
    assertUpToDate();
  }

  @Test
  void empty_take_home_table_is_changed_without_a_word() {
    database.execute(TAKE_HOME);
    database.execute("alter table user_logins alter column app_version set default 0");

    migrate();

    assertThat(notices).isEmpty();
    assertUpToDate();
  }

  @Test
  void predecessors_rows_stay_and_its_doubled_ids_and_mappings_do_not() {
    database.execute(PREDECESSOR);
    database.execute(
        """
        insert into user_logins (user_id, app_version, message_id)
          values ('first', '2.3.0', 'm1'), ('second', '2.3.1', 'm1'), ('third', '', 'm2'),
                 ('fourth', null, null), ('fifth', null, null), ('sixth', 'x', 'm1');
        insert into map_desmask values ('h1', null), ('h2', 'two'), ('h1', 'one'), ('h2', 'two'),
                 (null, 'lost'), ('h1', 'one');
        """);

    migrate();

    assertThat(
            database.query("select user_id, app_version, message_id from user_logins order by 1"))
        .containsExactly(
            "fifth\t<null>\t<null>",
            "first\t2.3.0\tm1",
            "fourth\t<null>\t<null>",
            "second\t2.3.1\t<null>",
            "sixth\tx\t<null>",
            "third\t\tm2");
    assertThat(database.query("select hash_val, original_val, field from map_desmask order by 1"))
        .containsExactly("h1\tone\t<null>", "h2\ttwo\t<null>");
    assertThat(shape("user_logins")).contains("app_version\ttext", "message_id\ttext");
    assertThat(shape("map_desmask")).contains("hash_val\tcharacter varying", "original_val\ttext");
    assertThat(notices)
        .containsExactly(
            "altering a table that has rows, which may take long: user_logins: column message_id has"
                + " no unique index",
            "user_logins: column message_id has no unique index: 2 rows changed",
            "altering a table that has rows, which may take long: map_desmask: column hash_val has no"
                + " unique index",
            "map_desmask: column hash_val has no unique index: 4 rows changed");
    assertUpToDate();
  }

  @Test
  void doubled_ids_that_must_not_be_null_are_forgotten_too() {
    database.execute(PREDECESSOR);
    database.execute("alter table user_logins alter column message_id set not null");
    database.execute("insert into user_logins (message_id) values ('m1'), ('m1')");

    migrate();

    assertThat(database.query("select message_id from user_logins order by 1"))
        .containsExactly("m1", "<null>");
    assertUpToDate();
  }

  @Test
  void previous_installation_gains_what_it_lacks() {
    database.execute(PREVIOUS);
    database.execute("insert into map_desmask values ('h', 'original')");

    migrate();

    assertThat(shape("map_desmask"))
        .contains("hash_val\tcharacter varying(256)", "original_val\ttext", "field\ttext");
    assertThat(database.query("select hash_val, original_val from map_desmask"))
        .containsExactly("h\toriginal");
    assertThat(notices).isEmpty();
    assertUpToDate();
  }

  @Test
  void previous_installation_goes_on_working_for_a_role_without_rights_to_change_it() {
    migrate();
    database.execute(
        "drop table user_logins, map_desmask;" + PREVIOUS + "insert into map_desmask values ('h')");
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    grantWriting(writer.user());

    try (PostgresEventStore store = Stores.prepared(writer)) {
      WriteBatch batch = WriteBatch.sorted(List.of(Logins.parse("m1", Logins.BODY)));
      assertThat(store.write(batch).rows()).isEqualTo(1);
    }
    assertThat(database.value("select count(*) from map_desmask")).isEqualTo("3");
  }

  @Test
  void wider_columns_are_left_as_they_are() {
    database.execute(
        """
        create table user_logins (
          user_id text, device_type varchar, masked_ip text, masked_device_id varchar(300),
          locale char(40), app_version text, create_date timestamptz, message_id text unique,
          extra text, serial bigint generated always as identity, day date not null default now());
        create table map_desmask (hash_val text primary key, original_val varchar);
        """);
    List<String> before = shape("user_logins");

    migrate();

    assertThat(shape("user_logins")).isEqualTo(before);
    assertThat(shape("map_desmask")).contains("hash_val\ttext", "original_val\ttext");
    assertUpToDate();
  }

  @Test
  void narrower_columns_are_widened() {
    database.execute(PREVIOUS);
    database.execute(
        "alter table user_logins alter locale type varchar(2), alter device_type type char(8)");

    migrate();

    assertThat(shape("user_logins"))
        .contains("locale\tcharacter varying(32)", "device_type\tcharacter varying(32)");
    assertUpToDate();
  }

  @Test
  void tables_in_another_schema_of_the_search_path_are_found() {
    database.execute(
        "create schema logins;"
            + "alter database "
            + database.name()
            + " set search_path = public, logins;"
            + "set search_path = logins;"
            + PREVIOUS);

    migrate();

    assertThat(database.query("select schemaname from pg_tables where tablename = 'user_logins'"))
        .containsExactly("logins");
    assertUpToDate();
  }

  @Test
  void partitioned_table_is_used_if_its_key_tells_messages_apart() {
    database.execute(
        TAKE_HOME
                .replace("app_version integer", "app_version text, message_id text")
                .replace(";", " partition by range (create_date);")
            + "create table rest partition of user_logins default");

    assertThatThrownBy(this::migrate)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("user_logins is partitioned: create a unique index on message_id");

    database.execute("create unique index on user_logins (message_id, create_date)");
    migrate();
    assertUpToDate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create unique index on map_desmask (hash_val, hash_val)",
        "create unique index on map_desmask (lower(hash_val))",
        "create unique index on map_desmask (hash_val) where field = 'ip'",
        "create unique index on map_desmask (hash_val) include (original_val)",
        "create unique index on map_desmask (hash_val, lower(field))",
        "alter table map_desmask add column \"two words\" text unique",
        "create extension btree_gist; alter table map_desmask add exclude using gist"
            + " (hash_val with =, original_val with =)",
        "alter table user_logins add column \"a b\" text, add unique (message_id, \"a b\")",
        "create unique index on user_logins (message_id, message_id, create_date)"
      })
  void index_of_an_odd_kind_stops_nobody(String ddl) {
    migrate();
    database.execute(ddl);
    assertUpToDate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create unique index on %s (%s) where %2$s <> 'x'",
        "create unique index on %s (lower(%s))",
        ""
      })
  void index_that_no_insert_can_go_by_is_no_key(String ddl) {
    migrate();
    database.execute(
        """
        alter table map_desmask drop constraint map_desmask_pkey;
        alter table rejected_messages drop constraint rejected_messages_pkey;
        alter table masking_generations drop constraint masking_generations_pkey;
        alter table forgotten_hashes drop constraint forgotten_hashes_pkey;
        drop index user_logins_message_id_idx;
        """);
    database.execute(ddl.formatted("map_desmask", "hash_val"));
    database.execute(ddl.formatted("user_logins", "message_id"));
    database.execute(ddl.formatted("rejected_messages", "message_id"));

    assertThat(migrate())
        .containsExactly(
            "fixed user_logins: column message_id has no unique index",
            "fixed map_desmask: column hash_val has no unique index",
            "fixed rejected_messages: column message_id has no unique index",
            "fixed masking_generations: column generation has no unique index",
            "fixed forgotten_hashes: column hash_val has no unique index");
    assertUpToDate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user_logins add constraint later unique (message_id) deferrable",
        "map_desmask add constraint later unique (hash_val) deferrable initially deferred",
        "rejected_messages add constraint later unique (message_id) deferrable"
      })
  void deferrable_constraint_on_the_key_is_named(String ddl) {
    migrate();
    database.execute("alter table " + ddl);

    assertThatThrownBy(this::migrate)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining("deferrable constraint later");
  }

  @Test
  void index_that_could_not_be_built_is_no_key() throws Exception {
    migrate();
    database.execute(
        "drop index user_logins_message_id_idx;"
            + " insert into user_logins (message_id) values ('m'), ('m')");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "create unique index concurrently broken on user_logins (message_id)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(migrate())
        .containsExactly("fixed user_logins: column message_id has no unique index");
    assertUpToDate();
  }

  @Test
  void lost_row_of_the_removals_is_brought_back_with_a_number_that_nobody_has_seen() {
    migrate();
    database.execute("update mapping_removals set removals = 7; delete from mapping_removals");
    assertThat(migrate()).containsExactly("fixed mapping_removals: its row is missing");
    assertThat(Long.parseLong(database.value("select removals from mapping_removals")))
        .isGreaterThan(7);
    database.execute("delete from mapping_removals");
    Stores.prepared(database).close();
    assertThat(database.query("select removals from mapping_removals")).hasSize(1);
    assertUpToDate();
  }

  @Test
  void tables_of_a_schema_without_rows_and_triggers_are_made_whole() {
    migrate();
    database.execute("delete from mapping_removals; drop function count_mapping_removal() cascade");
    assertThat(migrate())
        .containsExactly(
            "fixed mapping_removals: its row is missing",
            "fixed map_desmask: removals are not counted");
    assertUpToDate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view user_logins as select 1 as message_id",
        "create table user_logins (message_id text unique, create_date boolean)",
        "create table user_logins (message_id text unique, tenant text not null)"
      })
  void table_that_cannot_be_used_is_a_matter_of_configuration(String ddl) {
    database.execute(ddl);

    assertThatThrownBy(this::migrate)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageStartingWith("table user_logins ");
  }

  @Test
  void view_in_the_way_of_a_needed_change_is_named_as_the_reason() {
    database.execute(TAKE_HOME + "create view versions as select app_version from user_logins");

    assertThatThrownBy(this::migrate)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining(
            "column app_version must become varchar(32), but a view or a rule depends on it");
    assertThat(shape("user_logins")).contains("app_version\tinteger").hasSize(7);
  }

  @Test
  void view_in_the_way_of_a_change_that_can_wait_does_not_stop_a_consumer() {
    database.execute(PREVIOUS + "create view originals as select original_val from map_desmask");

    new Schema(fresh(), SpecFile.builtIn(), notices::add).bringUpToDate();

    assertThat(notices)
        .containsExactly(
            "not changed, because a view or a rule depends on it: map_desmask: column original_val must"
                + " become text");
    assertThat(shape("map_desmask"))
        .contains("original_val\tcharacter varying(256)", "field\ttext");
    assertThatThrownBy(this::migrate)
        .hasMessageContaining("original_val must become text, but a view or a rule depends on it");
  }

  @Test
  void role_without_rights_is_told_what_is_missing_and_who_can_mend_it() {
    database.execute(TAKE_HOME + "revoke create on schema public from public");
    TestDatabase stranger = database.as(TestPostgres.server().createRole());
    database.execute("grant insert, select on user_logins to " + stranger.user());

    assertThatThrownBy(() -> Stores.prepared(stranger))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContainingAll(
            "user_logins: column message_id is missing",
            "map_desmask: the table is missing",
            "rejected_messages: the table is missing",
            "ask the owner to run etl migrate");
  }

  @Test
  void role_without_rights_to_write_is_told_which() {
    migrate();
    TestDatabase reader = database.as(TestPostgres.server().createRole());
    database.execute("grant select on user_logins, rejected_messages to " + reader.user());
    database.execute("grant insert on user_logins to " + reader.user());

    assertThatThrownBy(() -> Stores.prepared(reader))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContaining("may not insert into map_desmask, insert into rejected_messages:");
  }

  @Test
  void role_that_may_only_write_needs_no_right_to_read_the_mapping() {
    migrate();
    TestDatabase writer = database.as(TestPostgres.server().createRole());
    grantWriting(writer.user());

    try (PostgresEventStore store = Stores.prepared(writer)) {
      WriteBatch batch =
          WriteBatch.sorted(List.of(Logins.parse("m1", Logins.BODY), Logins.parse("m2", "{")));
      assertThat(store.write(batch).rows()).isEqualTo(1);
      assertThat(store.write(batch).rows()).isZero();
    }
    assertThat(database.value("select count(*) from map_desmask where field is not null"))
        .isEqualTo("2");
  }

  @Test
  void many_consumers_that_start_at_once_do_not_collide() throws Exception {
    database.execute(TAKE_HOME);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> starts =
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      (Callable<Boolean>)
                          () -> {
                            Stores.prepared(database).close();
                            return true;
                          })
              .toList();
      for (Future<Boolean> start : threads.invokeAll(starts)) {
        assertThat(start.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertUpToDate();
  }

  @Test
  void migration_that_fails_leaves_everything_as_it_was() {
    database.execute(TAKE_HOME + "create view map_desmask as select 1 as one");

    assertThatThrownBy(this::migrate).isInstanceOf(StoreException.class);
    database.execute("drop view map_desmask; create table map_desmask (hash_val int[])");
    assertThatThrownBy(this::migrate).isInstanceOf(StoreException.class);

    assertThat(shape("user_logins")).hasSize(7);
  }

  private void grantWriting(String role) {
    database.execute("grant insert, select on user_logins, rejected_messages to " + role);
    database.execute("grant insert on map_desmask to " + role);
  }

  private List<String> migrate() {
    return new Schema(fresh(), SpecFile.builtIn(), notices::add).migrate();
  }

  private Database fresh() {
    return Database.single(Stores.connector(database));
  }

  private List<String> shape(String table) {
    return database.query(SHAPE.formatted(table));
  }

  /** Nothing is left to do, and rows can be written. */
  private void assertUpToDate() {
    assertThat(migrate()).isEmpty();
    try (PostgresEventStore store = Stores.prepared(database)) {
      WriteBatch batch =
          WriteBatch.sorted(List.of(Logins.parse("new", Logins.BODY), Logins.parse("bad", "{")));
      assertThat(store.write(batch).rows()).isEqualTo(1);
      assertThat(store.write(batch).rows()).isZero();
    }
  }
}

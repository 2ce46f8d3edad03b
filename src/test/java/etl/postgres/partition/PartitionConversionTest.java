package etl.postgres.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.MaskedEvent;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Visits;
import etl.testing.Await;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table with rows, and what partitions it. */
@Tag("servers")
class PartitionConversionTest {
  private static final String FLAT =
      """
      create table flat (like visits);
      drop table visits;
      alter table flat rename to visits;
      alter table visits alter day drop not null;
      create unique index on visits (message_id);
      insert into visits
        select 'v' || n, null, (now() at time zone 'UTC')::date - n, 'm' || n
        from generate_series(0, 30) n;
      """;

  private static final String KILL =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where wait_event_type = 'Lock' and datname = current_database()";

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final EventSpec spec = Visits.spec("day");
  private final PartitionedTable table = PartitionedTable.of(spec.tables().get(0)).orElseThrow();
  private final EventParser parser = new EventParser(spec, CurrentProtection.plain());
  private final PostgresEventStore store = Stores.of(database, spec, CurrentProtection.plain());
  private final List<String> notices = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private LocalDate today;

  @BeforeEach
  void make() {
    store.prepareTables();
    database.execute(FLAT);
    today = LocalDate.parse(database.value("select (now() at time zone 'UTC')::date"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void rows_stay_where_they_are_and_become_the_first_partition() {
    String file = database.value("select pg_relation_filenode('visits')");
    store.prepareTables();
    write("new");

    convert();

    assertThat(notices)
        .startsWith(
            "will partition visits by day while consumers go on, without rewriting any of its 32"
                + " rows",
            "will build a unique index on day, message_id, concurrently; it takes about 1 MiB",
            "will check that each row's day is before "
                + bound()
                + "; this reads the table and stops nobody");
    assertThat(done).hasSize(1);
    assertThat(done.get(0))
        .matches(
            "visits: partitioned by day, with its rows until now in visits_earlier; consumers"
                + " waited \\d+ ms at most");
    assertThat(database.value("select pg_relation_filenode('visits_earlier')")).isEqualTo(file);
    assertThat(parts())
        .containsExactly(
            "visits_default\tDEFAULT",
            "visits_earlier\tFOR VALUES FROM (MINVALUE) TO ('" + bound() + "')");
    assertThat(database.value("select count(*) from only visits_earlier")).isEqualTo("32");
    assertThat(keys())
        .containsExactly("visits (day, message_id)", "visits_earlier (day, message_id)");
    assertThat(checks()).isEmpty();
    assertThat(write("m0", "m1", "new", "newer")).isEqualTo(2);

    assertThat(makeAhead())
        .singleElement()
        .asString()
        .startsWith("visits: made 6 partitions, visits_p");
    done.clear();
    notices.clear();
    convert();
    assertThat(done).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void primary_key_stays_one_and_gets_the_date() {
    database.execute(
        "drop index visits_message_id_idx; alter table visits add primary key (message_id)");
    store.prepareTables();

    convert();

    assertThat(
            database.query(
                "select conrelid::regclass, pg_get_constraintdef(oid) from pg_constraint"
                    + " where contype = 'p' and conrelid::regclass::text like 'visits%'"))
        .containsExactlyInAnyOrder(
            "visits\tPRIMARY KEY (day, message_id)",
            "visits_earlier\tPRIMARY KEY (day, message_id)",
            "visits_default\tPRIMARY KEY (day, message_id)");
    assertThat(write("m0", "new")).isEqualTo(1);
  }

  @Test
  void interrupted_before_any_step_it_goes_on_with_the_next_call() {
    store.prepareTables();
    List<String> steps =
        List.of(
            "visits: building the index",
            "visits: adding the check",
            "visits: checking the rows",
            "visits: putting the partitioned table in its place");
    for (String step : steps) {
      assertThatThrownBy(() -> convert(database, stopAt(step))).hasMessage(step);
      assertThat(parts()).isEmpty();
      assertThat(write("m0", "before " + step)).isEqualTo(1);
    }
    assertThat(keys()).contains("visits (day, message_id)");

    notices.clear();
    convert();
    assertThat(notices).doesNotContainAnyElementsOf(steps.subList(0, 3)).contains(steps.get(3));
    assertThat(write("m0", "before " + steps.get(0))).isZero();
    assertThat(database.value("select count(*) from visits_earlier")).isEqualTo("35");
  }

  @Test
  void switch_that_is_cut_off_leaves_the_table_as_it_was() throws SQLException {
    assertThatThrownBy(
        () -> convert(database, stopAt("visits: putting the partitioned table" + " in its place")));
    // It has renamed the table by the time that it waits for this.
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      database.execute("create sequence s owned by visits.visitor");
      other.setAutoCommit(false);
      statement.execute("alter sequence s increment 2");
      CompletableFuture<Void> converting = Background.run(this::convert);
      // A try ends by itself after two seconds, and there may be none at the moment.
      Await.until("a try is ended", () -> !database.query(KILL).isEmpty());
      assertThatThrownBy(converting::join).hasCauseInstanceOf(StoreException.class);
      other.rollback();
    }
    database.execute("drop sequence s");
    assertThat(keys()).containsExactly("visits (day, message_id)", "visits (message_id)");

    convert();
    assertThat(parts()).hasSize(2);
  }

  @Test
  void index_that_was_not_built_to_the_end_is_built_anew() throws SQLException {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update visits set visitor = 'w' where message_id = 'm3'");
      CompletableFuture<Void> converting = Background.run(this::convert);
      database.awaitWaiting(1);
      database.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where query like 'create unique index concurrently%'");
      assertThatThrownBy(converting::join).hasCauseInstanceOf(StoreException.class);
      other.rollback();
    }
    assertThat(halfWay())
        .isEqualTo("the index public.visits_day_message_id_idx is not built to the end");
    store.prepareTables();
    assertThat(write("m0", "new")).isEqualTo(1);

    convert();
    assertThat(notices).contains("visits: dropping an index that was not built to the end");
    assertThat(keys())
        .containsExactly("visits (day, message_id)", "visits_earlier (day, message_id)");
  }

  @Test
  void index_that_the_server_is_still_building_is_awaited() throws SQLException {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update visits set visitor = 'w' where message_id = 'm3'");
      String build = "create unique index concurrently on visits (day, message_id)";
      CompletableFuture<Void> orphan = Background.run(() -> database.execute(build));
      database.awaitWaiting(1);
      CompletableFuture<Void> converting = Background.run(() -> convert(database, told::add));
      Await.until(
          "it waits", () -> String.join("\n", told).contains("visits: waiting for an index"));
      other.rollback();
      orphan.join();
      converting.join();
    }
    assertThat(String.join("\n", told)).doesNotContain("visits: dropping", "visits: building");
    assertThat(parts()).hasSize(2);
  }

  @Test
  void check_that_was_left_is_made_anew_before_it_refuses_rows() {
    store.prepareTables();
    assertThatThrownBy(() -> convert(database, stopAt("visits: checking the rows")));
    assertThat(halfWay()).isEqualTo("its rows are not checked (etl_partition_bound)");
    database.execute(
        "alter table visits drop constraint etl_partition_bound;"
            + " alter table visits add constraint etl_partition_bound"
            + " check (day is not null and day < '%s') not valid".formatted(today));

    assertThatThrownBy(() -> write("new"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE))
        .hasMessageContaining("half-way to its partitions: run etl migrate --partition again");
    notices.clear();
    convert();
    assertThat(notices)
        .contains(
            "visits: dropping a check that was left, and would refuse rows of " + today + " on");
    assertThat(write("m0", "new")).isEqualTo(1);
  }

  @Test
  void rows_without_a_date_that_come_meanwhile_end_it_without_a_check_in_the_way() {
    assertThatThrownBy(
            () ->
                convert(
                    database,
                    notice -> {
                      notices.add(notice);
                      if (notice.equals("visits: adding the check")) {
                        database.execute("insert into visits (message_id) values ('undated')");
                      }
                    }))
        .hasMessageContaining("cannot partition visits: 1 rows have no day");
    assertThat(checks()).isEmpty();
  }

  @Test
  void consumers_of_two_specs_go_on_and_nothing_is_lost_or_doubled() {
    store.prepareTables();
    EventSpec plain = Visits.spec("month");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    try (PostgresEventStore other = Stores.of(database, plain, CurrentProtection.plain())) {
      other.prepareTables();
      List<CompletableFuture<Integer>> consumers =
          Stream.of(store, store, other, other)
              .map(to -> Background.start(() -> consume(to, sent, stop)))
              .toList();
      convert(
          database,
          notice -> {
            notices.add(notice);
            awaitMore(sent);
          });
      awaitMore(sent);
      stop.set(true);
      int stored = consumers.stream().mapToInt(CompletableFuture::join).sum();

      assertThat(parts()).hasSize(2);
      assertThat(database.value("select count(*) from visits where message_id like 'c%'"))
          .isEqualTo(Integer.toString(stored));
      assertThat(stored).isEqualTo(sent.get());
    }
  }

  /** Stores messages that others store too, one after the other. */
  private int consume(PostgresEventStore to, AtomicInteger sent, AtomicBoolean stop) {
    int stored = 0;
    for (int next = 0; !stop.get() || next < sent.get(); next++) {
      int last = next;
      stored += write(to, "c" + next);
      sent.accumulateAndGet(last + 1, Math::max);
    }
    return stored;
  }

  private static void awaitMore(AtomicInteger sent) {
    int before = sent.get();
    Await.until("more messages are stored", () -> sent.get() > before + 20);
  }

  @Test
  void owner_without_other_rights_can_do_it() {
    String owner = TestPostgres.server().createRole();
    database.execute(
        "grant create on schema public to %1$s; alter table visits owner to %1$s".formatted(owner));

    convert(database.as(owner), notices::add);

    assertThat(
            database.query(
                "select distinct pg_get_userbyid(relowner) from pg_class"
                    + " where relname like 'visits%'"))
        .containsExactly(owner);
  }

  @Test
  void missing_right_is_named_before_anything_is_done() {
    String owner = TestPostgres.server().createRole();
    TestDatabase asOwner = database.as(owner);
    assertDenied(asOwner, "its owner postgres has to do it");
    database.execute(
        "revoke create on schema public from public; alter table visits owner to " + owner);
    assertDenied(asOwner, "grant create on schema public to " + owner);
    database.execute(
        """
        grant create on schema public to %s;
        create publication p for table visits with (publish = 'insert');
        create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger t after insert on visits for each row execute function f();
        revoke execute on function f() from public;
        """
            .formatted(owner));
    assertDenied(
        asOwner, "this role may not alter the publication p, which postgres owns, nor execute f()");
    assertThat(keys()).containsExactly("visits (message_id)");
  }

  private void assertDenied(TestDatabase as, String why) {
    assertThatThrownBy(() -> convert(as, notices::add))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DENIED))
        .hasMessageContaining(why);
  }

  @Test
  void odd_names_and_schemas_are_kept_apart() {
    database.execute(
        """
        create schema "o'dd %s";
        alter table visits set schema "o'dd %s";
        alter database %s set search_path = "o'dd %s", public;
        create table public.visits_earlier (i int);
        """
            .replace("%s", "S")
            .replace("database S", "database " + database.name()));
    convert();

    assertThat(parts()).hasSize(2);
    assertThat(database.value("select count(*) from public.visits_earlier")).isEqualTo("0");
    database.execute("alter table visits_earlier rename to x; drop table visits");
  }

  @Test
  void two_at_once_are_one_after_the_other() throws SQLException {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update visits set visitor = 'w' where message_id = 'm3'");
      List<String> second = Collections.synchronizedList(new ArrayList<>());
      CompletableFuture<Void> one = Background.run(this::convert);
      database.awaitWaiting(1);
      CompletableFuture<Void> two = Background.run(() -> convert(database, second::add));
      Await.until(
          "the second one waits", () -> !second.isEmpty() && last(second).endsWith("waiting"));
      other.rollback();
      one.join();
      two.join();
    }
    assertThat(done).hasSize(1);
    assertThat(parts()).hasSize(2);
  }

  private void convert() {
    convert(database, notices::add);
  }

  private void convert(TestDatabase as, Consumer<String> told) {
    try (Database admin = Database.single(Stores.connector(as))) {
      new PartitionConversion(admin, told).convert(table, done::add);
    }
  }

  private static String last(List<String> told) {
    return told.get(told.size() - 1);
  }

  private Consumer<String> stopAt(String step) {
    return notice -> {
      notices.add(notice);
      if (notice.equals(step)) {
        throw new IllegalStateException(step);
      }
    };
  }

  private String halfWay() {
    try (Database admin = Database.single(Stores.connector(database))) {
      return admin
          .call("cannot look", handle -> PlainTable.read(handle, table))
          .filter(PlainTable::isHalfWay)
          .map(PlainTable::left)
          .orElse("");
    }
  }

  private List<String> makeAhead() {
    List<String> ahead = new ArrayList<>();
    try (Database admin = Database.single(Stores.connector(database))) {
      new PartitionMaker(admin, notices::add).makeAhead(table, ahead::add);
    }
    return ahead;
  }

  private int write(String... ids) {
    return write(store, ids);
  }

  private int write(PostgresEventStore to, String... ids) {
    Instant noon = today.atTime(12, 0).toInstant(ZoneOffset.UTC);
    List<MaskedEvent> events = new ArrayList<>();
    for (String id : ids) {
      QueueMessage message =
          new QueueMessage(new Receipt(id, "handle", ""), Visits.body("192.0.2.1"), noon, 1);
      events.add((MaskedEvent) parser.parse(message));
    }
    return to.write(new WriteBatch(events, List.of())).rows();
  }

  private LocalDate bound() {
    return today.plusDays(2);
  }

  private List<String> parts() {
    return database.query(
        "select inhrelid::regclass, pg_get_expr(c.relpartbound, c.oid)"
            + " from pg_inherits join pg_class c on c.oid = inhrelid"
            + " where inhparent = 'visits'::regclass order by c.relname");
  }

  private List<String> keys() {
    return database.query(
        "select indrelid::regclass || substr(def, strpos(def, ' ('))"
            + " from pg_index, pg_get_indexdef(indexrelid) as def where indisunique and indrelid::regclass::text in"
            + " ('visits', 'visits_earlier') order by 1");
  }

  private List<String> checks() {
    return database.query("select conname from pg_constraint where conname like 'etl%'");
  }
}

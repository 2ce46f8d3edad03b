package etl.postgres.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.MaskedEvent;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.StoreException;
import etl.event.WriteBatch;
import etl.event.WriteResult;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Visits;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store whose table is partitioned by day, and what makes its partitions. */
@Tag("servers")
class PartitionMakerTest {
  private static final String PARTITIONS =
      "select inhrelid::regclass from pg_inherits where inhparent = 'visits'::regclass order by 1";

  private static final String PLACES =
      "select message_id, tableoid::regclass from visits order by message_id";

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final EventSpec spec = Visits.spec("day");
  private final EventParser parser = new EventParser(spec, CurrentProtection.plain());
  private final PostgresEventStore store = Stores.of(database, spec, CurrentProtection.plain());
  private final Database admin = Database.single(Stores.connector(database));
  private final List<String> notices = new ArrayList<>();
  private final LocalDate today =
      LocalDate.parse(database.value("select (now() at time zone 'UTC')::date"));

  @AfterEach
  void close() {
    store.close();
    admin.close();
  }

  @Test
  void new_table_has_partitions_for_what_may_come_and_a_default_one() {
    store.prepareTables();

    assertThat(database.query(PARTITIONS))
        .hasSize(14 + 1 + 7 + 1)
        .contains(name(today.minusDays(14)), name(today.plusDays(7)), "visits_default");
    assertThat(makeAhead()).isEmpty();
    assertThat(store.partitionEnds())
        .containsOnlyKeys("visits")
        .containsValue(today.plusDays(8).atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  @Test
  void message_of_the_last_millisecond_of_a_day_is_one_row_on_both_sides_of_midnight() {
    store.prepareTables();
    Instant sent = today.atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1);

    assertThat(write(sent, "m1").rows()).isEqualTo(1);
    assertThat(write(sent, "m1", "m2").rows()).isEqualTo(1);
    assertThat(database.query(PLACES))
        .containsExactly("m1\t" + name(today.minusDays(1)), "m2\t" + name(today.minusDays(1)));
  }

  @Test
  void rows_of_the_default_partition_move_home_and_are_known_there() {
    store.prepareTables();
    database.execute("drop table " + name(today) + ", " + name(today.plusDays(1)));
    Instant noon = today.atTime(12, 0).toInstant(ZoneOffset.UTC);
    Instant longAgo = today.minusDays(400).atTime(12, 0).toInstant(ZoneOffset.UTC);
    write(noon, "m1", "m2");
    write(longAgo, "m0");
    assertThat(database.query(PLACES))
        .containsExactly("m0\tvisits_default", "m1\tvisits_default", "m2\tvisits_default");

    assertThat(makeAhead())
        .containsExactly(
            "visits: made the partition "
                + name(today.minusDays(400))
                + ", and moved 1 rows there from the default one",
            "visits: made the partition "
                + name(today)
                + ", and moved 2 rows there from the default one",
            "visits: made the partition " + name(today.plusDays(1)));
    assertThat(database.query(PLACES))
        .containsExactly(
            "m0\t" + name(today.minusDays(400)), "m1\t" + name(today), "m2\t" + name(today));
    assertThat(write(noon, "m1", "m2", "m3").rows()).isEqualTo(1);
    assertThat(write(longAgo, "m0").rows()).isZero();
  }

  @Test
  void message_that_is_a_row_does_not_become_a_reject() {
    store.prepareTables();
    Instant now = today.atTime(23, 59).toInstant(ZoneOffset.UTC);
    write(now, "m1");

    WriteBatch bad = new WriteBatch(List.of(), List.of(Visits.reject(parser, "m1", now)));
    assertThat(store.write(bad).rejects()).isZero();
    WriteBatch other = new WriteBatch(List.of(), List.of(Visits.reject(parser, "m2", now)));
    assertThat(store.write(other).rejects()).isEqualTo(1);
  }

  @Test
  void message_that_was_dated_anew_is_known_for_28_days_where_that_is_expected() {
    store.prepareTables();
    Instant moved = today.atTime(1, 0).toInstant(ZoneOffset.UTC);
    write(moved.minus(Duration.ofDays(28)), "m1");
    write(moved.minus(Duration.ofDays(1)), "m2");
    write(moved.minus(Duration.ofDays(29)), "m3");
    store.expectRedated();

    assertThat(write(moved, "m1", "m2").rows()).isZero();
    assertThat(write(moved, "m3", "m4").rows()).isEqualTo(2);
    WriteBatch bad = new WriteBatch(List.of(), List.of(Visits.reject(parser, "m1", moved)));
    assertThat(store.write(bad).rejects()).isZero();
  }

  @Test
  void published_rows_can_be_moved_and_stay_published() {
    database.execute("create publication p for all tables");
    store.prepareTables();
    database.execute("drop table " + name(today));
    write(today.atTime(1, 0).toInstant(ZoneOffset.UTC), "m1");

    assertThat(makeAhead()).hasSize(1);
    database.execute("update visits set network = null");
    assertThat(database.query(PLACES)).containsExactly("m1\t" + name(today));
  }

  @Test
  void table_that_is_not_partitioned_is_left_so_and_works() {
    store.prepareTables();
    database.execute(
        "create table flat (like visits); drop table visits; alter table flat rename to visits;"
            + " create unique index on visits (message_id)");

    assertThat(makeAhead()).isEmpty();
    assertThat(notices)
        .containsExactly(
            "visits exists and is not partitioned by day: left so; etl migrate --partition"
                + " partitions it");
    assertThat(write(Instant.now(), "m1").rows()).isEqualTo(1);
    assertThat(write(Instant.now(), "m1").rows()).isZero();
  }

  @Test
  void other_table_of_a_partitions_name_is_not_touched() {
    store.prepareTables();
    database.execute("alter table visits detach partition " + name(today.plusDays(7)));

    assertThatThrownBy(this::makeAhead)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageContaining(name(today.plusDays(7)) + "\" that is no partition of");
  }

  private List<String> makeAhead() {
    PartitionedTable table = PartitionedTable.of(spec.tables().get(0)).orElseThrow();
    List<String> done = new ArrayList<>();
    new PartitionMaker(admin, notices::add).makeAhead(table, done::add);
    return done;
  }

  private WriteResult write(Instant sentAt, String... ids) {
    List<MaskedEvent> events = new ArrayList<>();
    for (String id : ids) {
      Receipt receipt = new Receipt(id, "handle", "");
      events.add(
          (MaskedEvent)
              parser.parse(new QueueMessage(receipt, Visits.body("192.0.2.1"), sentAt, 1)));
    }
    return store.write(new WriteBatch(events, List.of()));
  }

  private static String name(LocalDate day) {
    return "visits_p" + day.toString().replace("-", "");
  }
}

package etl.postgres.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.partition.PartitionConversion;
import etl.postgres.partition.PartitionMaker;
import etl.postgres.partition.PartitionedTable;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Visits;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are moved, or whose table is partitioned, while they are carried to new keys. */
@Tag("servers")
class RemaskOfPartitionsTest {
  private static final String OLDER = "select count(*) from visits where visitor not like 'k1:%'";

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final EventSpec spec = Visits.spec("day");
  private final PartitionedTable table = PartitionedTable.of(spec.tables().get(0)).orElseThrow();
  private final AtomicBoolean meddled = new AtomicBoolean();
  private LocalDate today;

  @BeforeEach
  void fill() {
    today = LocalDate.parse(database.value("select (now() at time zone 'UTC')::date"));
    EventParser parser = new EventParser(spec, CurrentProtection.plain());
    try (PostgresEventStore store = Stores.of(database, spec, CurrentProtection.plain())) {
      store.prepareTables();
      List<ParsedMessage> messages = new ArrayList<>();
      for (int n = 0; n < 30; n++) {
        messages.add(
            parser.parse(
                new QueueMessage(
                    new Receipt("m" + n, "handle", ""),
                    Visits.body("192.0.2." + n),
                    today.minusDays(n % 2).atTime(12, 0).toInstant(ZoneOffset.UTC),
                    1)));
      }
      store.write(WriteBatch.sorted(messages));
    }
  }

  @Test
  void rows_that_move_home_meanwhile_are_carried_in_their_new_place() {
    String home = "visits_p" + today.toString().replace("-", "");
    database.execute(
        """
        alter table visits detach partition %1$s;
        drop table visits_default;
        create table visits_default partition of visits default;
        insert into visits select * from %1$s;
        drop table %1$s;
        """
            .formatted(home));

    remask(
        admin -> {
          new PartitionMaker(admin, notice -> {}).makeAhead(table, phrase -> {});
        });

    assertThat(database.value("select count(*) from " + home)).isEqualTo("15");
    assertThat(database.value(OLDER)).isEqualTo("0");
  }

  @Test
  void rows_whose_table_becomes_partitioned_meanwhile_are_carried_too() {
    database.execute(
        """
        create table flat (like visits);
        insert into flat select v.visitor, v.network, v.day, v.message_id || '-' || n
          from visits v, generate_series(1, 300) n;
        drop table visits;
        alter table flat rename to visits;
        create unique index on visits (message_id);
        """);

    remask(admin -> new PartitionConversion(admin, notice -> {}).convert(table, phrase -> {}));

    assertThat(database.value("select count(*) from visits_earlier")).isEqualTo("9000");
    assertThat(database.value(OLDER)).isEqualTo("0");
  }

  /** Carries all, and does something else after the first pages of the table. */
  private void remask(Consumer<Database> meddling) {
    try (Database own = Database.single(Stores.connector(database));
        Database admin = Database.single(Stores.connector(database))) {
      new Remask(
              own,
              Keys.in(folder).open(),
              notice -> {},
              (name, done, all, count) -> {
                if (name.equals("visits") && !meddled.getAndSet(true)) {
                  assertThat(done).isLessThan(all);
                  meddling.accept(admin);
                }
              })
          .run();
    }
  }
}

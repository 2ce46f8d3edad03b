package etl.postgres.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.WriteBatch;
import etl.masking.CurrentProtection;
import etl.masking.MaskForm;
import etl.postgres.Database;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoveredOriginal;
import etl.postgres.write.PostgresEventStore;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Mask;
import etl.spec.Specs;
import etl.testing.Background;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import etl.value.Canonical;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two specs in one database, of which neither is the built-in one. */
@Tag("servers")
class RemaskOfSpecsTest {
  private static final int CUSTOMERS = 50;

  private static final EventSpec ORDERS =
      Specs.of(
          "orders",
          Specs.masked("customer", Mask.EMAIL, Canonical.EMAIL),
          Specs.withoutOriginals("phone", Mask.HASH),
          Specs.masked("ip", new Mask.Network(24, 48), Canonical.IP),
          Specs.masked("born", Mask.Period.YEAR));

  private static final EventSpec VISITS =
      Specs.of("visits", Specs.masked("customer", Mask.HASH, Canonical.EMAIL));

  private static final String EQUAL =
      """
      select count(*) from orders o join visits v on v.customer = split_part(o.customer, '@', 1)
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestPostgres.server().createDatabase();
  private final List<String> notices = new ArrayList<>();

  private Keys keys;

  @BeforeEach
  void fill() {
    keys = Keys.in(folder);
    write(ORDERS, CurrentProtection.plain(), 0, CUSTOMERS);
    write(VISITS, CurrentProtection.plain(), 0, CUSTOMERS);
  }

  @Test
  void rows_of_both_are_carried_with_their_domains_and_what_is_no_hash_stays() {
    for (int generation = 1; generation <= 2; generation++) {
      assertThat(remask())
          .containsEntry("orders", (long) CUSTOMERS)
          .containsEntry("visits", (long) CUSTOMERS)
          .doesNotContainKey("user_logins");

      String prefix = "k" + generation + ":";
      assertThat(
              database.query(
                  "select distinct left(customer, 3), split_part(customer, '@', 2), left(phone, 3),"
                      + " born from orders"))
          .containsExactly(prefix + "\texample.com\t" + prefix + "\t1990-01-01");
      assertThat(database.query("select distinct left(customer, 3) from visits"))
          .containsExactly(prefix);
      assertThat(database.value(EQUAL)).isEqualTo(Integer.toString(CUSTOMERS));
      assertAllRecover();
      assertThat(remask().values()).containsOnly(0L);
      keys.rotate();
    }
    assertThat(database.value("select to_regclass('user_logins')")).isEqualTo("<null>");
    assertThat(notices).isEmpty();
  }

  @Test
  void mappings_that_were_never_kept_are_not_missed() {
    remask();

    assertThat(database.value("select count(*) from map_desmask"))
        .isEqualTo(Integer.toString(CUSTOMERS));
    String phone = database.value("select phone from orders limit 1");
    assertThat(recover(List.of(phone))).isEmpty();
  }

  @Test
  void table_and_column_that_are_gone_are_passed_over() {
    database.execute("drop table visits; alter table orders drop column phone");

    assertThat(remask()).containsEntry("orders", (long) CUSTOMERS).doesNotContainKey("visits");

    assertThat(notices)
        .hasSize(2)
        .allMatch(notice -> notice.startsWith("passed over: ") && notice.contains("not exist"));
    assertAllRecover();
  }

  @Test
  void table_that_goes_while_it_is_carried_is_passed_over() {
    AtomicBoolean dropped = new AtomicBoolean();
    database.execute(
        "insert into visits (customer, message_id) select customer, 'more-' || n || message_id"
            + " from visits, generate_series(1, 400) n");
    Remask.Progress drop =
        (table, done, all, count) -> {
          if (table.equals("visits") && !dropped.getAndSet(true)) {
            database.execute("drop table visits");
          }
        };

    assertThat(remask(drop)).containsEntry("orders", (long) CUSTOMERS);

    assertThat(notices).contains("visits was changed meanwhile");
    assertAllRecover();
  }

  @Test
  void consumers_of_both_specs_go_on_meanwhile() {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> orders = Background.run(() -> writeUntil(stop, ORDERS));
    CompletableFuture<Void> visits = Background.run(() -> writeUntil(stop, VISITS));
    try {
      for (int i = 0; i < 3; i++) {
        remask();
        keys.rotate();
      }
      remask();
    } finally {
      stop.set(true);
    }
    orders.join();
    visits.join();

    assertThat(remask().values()).containsOnly(0L);
    assertThat(
            database.query(
                "select distinct left(customer, 3) from (select customer from orders"
                    + " union all select customer from visits) as all_of_them"))
        .containsExactly("k4:");
    assertThat(
            database.value(
                "select count(distinct customer) from (select split_part(customer, '@', 1) as"
                    + " customer from orders union all select customer from visits) as"
                    + " all_of_them"))
        .isEqualTo(Integer.toString(CUSTOMERS));
    assertAllRecover();
  }

  private void writeUntil(AtomicBoolean stop, EventSpec spec) {
    CurrentProtection protection = keys.open();
    try (PostgresEventStore store = store(spec, protection)) {
      store.prepareTables();
      for (int batch = 1; !stop.get(); batch++) {
        store.write(batch(spec, protection, batch * CUSTOMERS, CUSTOMERS));
      }
    }
  }

  private void write(EventSpec spec, CurrentProtection protection, int from, int count) {
    try (PostgresEventStore store = store(spec, protection)) {
      store.prepareTables();
      store.write(batch(spec, protection, from, count));
    }
  }

  private PostgresEventStore store(EventSpec spec, CurrentProtection protection) {
    return new PostgresEventStore(
        Database.pooled(Stores.connector(database), 1), spec, protection, notice -> {});
  }

  private static WriteBatch batch(EventSpec spec, CurrentProtection keys, int from, int count) {
    EventParser parser = new EventParser(spec, keys);
    List<ParsedMessage> messages =
        IntStream.range(from, from + count).mapToObj(i -> parser.parse(message(i))).toList();
    return WriteBatch.sorted(messages);
  }

  private static QueueMessage message(int number) {
    String body =
        """
        {"customer": " User-%1$d@Example.COM", "phone": "555-%1$d", "ip": "192.0.2.%1$d",
        "born": "1990-05-06"}
        """
            .formatted(number % CUSTOMERS);
    return new QueueMessage(
        new Receipt("m" + number, "handle", ""), body, Instant.parse("2026-11-23T00:00:00Z"), 1);
  }

  /** Every hash of both tables, with and without its domain. */
  private void assertAllRecover() {
    List<String> asked = new ArrayList<>(database.query("select distinct customer from orders"));
    assertThat(asked).hasSize(CUSTOMERS);
    if (!database.value("select to_regclass('visits')").equals("<null>")) {
      asked.addAll(database.query("select distinct customer from visits"));
    }
    Map<String, RecoveredOriginal> found = recover(asked);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(found.values())
        .allSatisfy(known -> assertThat(known.original()).matches("user-[0-9]+@example.com"))
        .allSatisfy(known -> assertThat(known.hash()).isIn(asked));
    assertThat(MaskForm.withoutDomain(asked.get(0))).doesNotContain("@");
  }

  private Map<String, RecoveredOriginal> recover(List<String> hashes) {
    try (Database connected = Database.single(Stores.connector(database))) {
      return new MappingReader(connected, keys.open().current()).find(hashes);
    }
  }

  private Map<String, Long> remask() {
    return remask((table, done, all, count) -> {});
  }

  private Map<String, Long> remask(Remask.Progress progress) {
    try (Database connected = Database.single(Stores.connector(database))) {
      return new Remask(connected, keys.open(), notices::add, progress).run();
    }
  }
}

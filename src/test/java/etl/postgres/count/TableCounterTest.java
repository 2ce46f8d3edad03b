package etl.postgres.count;

import static org.assertj.core.api.Assertions.assertThat;

import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.Stores;
import etl.postgres.count.TableCounts.EventTableCounts;
import etl.spec.EventSpec;
import etl.spec.Shop;
import etl.spec.Specs;
import etl.spec.file.SpecFile;
import etl.testing.TestDatabase;
import etl.testing.TestPostgres;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class TableCounterTest {
  private final TestDatabase database = TestPostgres.server().createDatabase();

  @Test
  void tables_that_do_not_exist_have_no_counts() {
    TableCounts counts = count(database, false);

    assertThat(counts.counts().keySet())
        .containsExactlyElementsOf(TableCounts.names(SpecFile.builtIn()))
        .containsExactly(
            "user_logins",
            "map_desmask",
            "rejected_messages",
            "distinct_masked_ip",
            "distinct_masked_device_id");
    assertThat(counts.counts().values()).containsOnly(OptionalLong.empty());
    assertThat(counts.estimated()).isFalse();
  }

  @Test
  void small_tables_are_counted() {
    Stores.prepared(database).close();
    database.execute(
        """
        insert into user_logins (masked_ip, masked_device_id)
          select 'ip' || i % 10, case when i % 2 = 0 then 'd' || i % 100 end
          from generate_series(1, 1000) i;
        insert into map_desmask values ('h');
        """);

    TableCounts counts = count(database, false);
    assertThat(counts.counts().values())
        .containsExactly(
            OptionalLong.of(1000),
            OptionalLong.of(1),
            OptionalLong.of(0),
            OptionalLong.of(10),
            OptionalLong.of(50));
    assertThat(counts.estimated()).isFalse();
  }

  @Test
  void large_tables_are_estimated_unless_they_are_to_be_counted() {
    Stores.prepared(database).close();
    database.execute(
        """
        insert into user_logins (masked_ip, masked_device_id, message_id)
          select md5((random() * 20000)::int::text), md5(i::text), lpad(i::text, 32, '0')
          from generate_series(1, 300000) i
        """);

    TableCounts estimated = count(database, false);
    assertThat(estimated.estimated()).isTrue();
    assertClose(estimated, "user_logins", 300_000);
    assertClose(estimated, "distinct_masked_ip", 20_000);
    assertClose(estimated, "distinct_masked_device_id", 300_000);
    assertThat(estimated.counts().get("map_desmask")).hasValue(0);

    TableCounts exact = count(database, true);
    assertThat(exact.estimated()).isFalse();
    assertThat(exact.counts().get("user_logins")).hasValue(300_000);
    assertThat(exact.counts().get("distinct_masked_device_id")).hasValue(300_000);
  }

  @Test
  void distinct_values_of_a_large_table_go_by_their_mappings() {
    Stores.prepared(database).close();
    // The rows of a value stand side by side: a sample of pages sees few values, and none alone.
    database.execute(
        """
        insert into user_logins (masked_ip, masked_device_id, message_id)
          select md5((i / 4)::text), md5((i % 100)::text), lpad(i::text, 32, '0')
          from generate_series(1, 600000) i;
        insert into map_desmask (hash_val, field)
          select md5(i::text), case when i < 0 then 'device_id' else 'ip' end
          from generate_series(-100, 150000) i
        """);

    TableCounts counts = count(database, false);
    assertThat(counts.estimated()).isTrue();
    assertClose(counts, "distinct_masked_ip", 150_000);
    assertClose(counts, "distinct_masked_device_id", 100);
  }

  @Test
  void rows_ever_inserted_are_told_by_the_server() {
    Stores.prepared(database).close();
    database.execute("insert into user_logins (user_id) values ('a'), ('b')");
    database.execute("select pg_stat_force_next_flush(); delete from user_logins");

    assertThat(count(database, false).inserted()).containsEntry("user_logins", 2L);
  }

  @Test
  void counts_of_a_partitioned_table_go_by_its_partitions() {
    database.execute(
        """
        create table user_logins (masked_ip text, masked_device_id text, n int)
          partition by range (n);
        create table low partition of user_logins for values from (0) to (150000);
        create table high partition of user_logins default;
        insert into user_logins
          select md5(i::text), repeat('x', 64), i from generate_series(1, 300000) i
        """);

    TableCounts counts = count(database, false);
    assertThat(counts.estimated()).isTrue();
    assertClose(counts, "user_logins", 300_000);
  }

  @Test
  void what_may_not_be_read_has_no_count() {
    Stores.prepared(database).close();
    TestDatabase analyst = database.as(TestPostgres.server().createRole());
    database.execute("grant select (masked_ip) on user_logins to " + analyst.user());

    TableCounts counts = count(analyst, false);
    assertThat(counts.counts().get("user_logins")).hasValue(0);
    assertThat(counts.counts().get("distinct_masked_ip")).hasValue(0);
    assertThat(counts.counts().get("distinct_masked_device_id")).isEmpty();
    assertThat(counts.counts().get("map_desmask")).isEmpty();
  }

  @Test
  void each_table_of_a_spec_is_counted() {
    Stores.of(database, Shop.SPEC, CurrentProtection.plain()).prepareTables();
    database.execute(
        """
        insert into visits (visitor, message_id) select 'v' || i % 3, i from generate_series(1, 7) i;
        insert into orders (customer, message_id, position)
          select 'c' || i % 2 || '@example.org', 'm', i from generate_series(1, 4) i
        """);

    TableCounts counts = count(database, Shop.SPEC, false);
    assertThat(counts.tables())
        .containsExactly(
            Map.entry("visits", table(7, "visitor", 3)),
            Map.entry("orders", table(4, "customer", 2)));
    assertThat(counts.counts().keySet()).containsExactly("map_desmask", "rejected_messages");

    TestDatabase analyst = database.as(TestPostgres.server().createRole());
    database.execute("grant select (region) on orders to " + analyst.user());
    TableCounts seen = count(analyst, Shop.SPEC, false);
    assertThat(seen.tables().get("visits").rows()).isEmpty();
    assertThat(seen.tables().get("orders").rows()).hasValue(4);
    assertThat(seen.tables().get("orders").distinct().get("customer")).isEmpty();
  }

  @Test
  void generations_are_counted_in_the_tables_of_all_specs() {
    Stores.prepared(database).close();
    Stores.of(database, Shop.SPEC, CurrentProtection.plain()).prepareTables();
    String hash = "a".repeat(64);
    database.execute(
        """
        insert into visits (visitor, message_id) values ('%1$s', 'm1'), ('k1:%1$s', 'm2');
        insert into orders (customer, message_id, position)
          values ('k1:%1$s@example.org', 'm3', 0), ('k2:%1$s@example.org', 'm3', 1)
        """
            .formatted(hash));

    TableCounts counts = count(database, false);
    assertThat(counts.tables()).containsOnlyKeys("user_logins");
    assertThat(counts.generations())
        .containsEntry("visits", Map.of("unkeyed", 1L, "k1", 1L))
        .containsEntry("orders", Map.of("unkeyed", 0L, "k1", 1L, "k2", 1L));
  }

  @Test
  void mappings_tell_nothing_of_a_column_that_shares_its_field() {
    EventSpec twice =
        Specs.of(
            """
            {"name": "twice", "events": [
              {"name": "a", "when": {"pointer": "/a", "exists": true}, "table": "visits", "columns": [
                {"name": "visitor", "pointer": "/ip", "type": "varchar", "length": 80, "masked": true},
                {"name": "message_id", "message": "message_id", "type": "text"}]},
              {"name": "b", "table": "clicks", "columns": [
                {"name": "visitor", "pointer": "/ip", "type": "varchar", "length": 80, "masked": true},
                {"name": "message_id", "message": "message_id", "type": "text"}]}]}
            """);
    Stores.of(database, twice, CurrentProtection.plain()).prepareTables();
    database.execute(
        """
        insert into visits (visitor, message_id)
          select md5((i % 100)::text), lpad(i::text, 32, '0') from generate_series(1, 300000) i;
        insert into map_desmask (hash_val, field)
          select md5(i::text), 'ip' from generate_series(1, 50000) i
        """);

    TableCounts counts = count(database, twice, false);
    assertThat(counts.estimated()).isTrue();
    assertThat(counts.tables().get("visits").distinct().get("visitor").getAsLong())
        .isBetween(100L, 120L);
  }

  private static EventTableCounts table(long rows, String column, long distinct) {
    return new EventTableCounts(OptionalLong.of(rows), Map.of(column, OptionalLong.of(distinct)));
  }

  private static void assertClose(TableCounts counts, String name, long expected) {
    assertThat(counts.counts().get(name).getAsLong())
        .as(name)
        .isCloseTo(expected, Percentage.withPercentage(20));
  }

  private static TableCounts count(TestDatabase database, boolean exact) {
    return count(database, SpecFile.builtIn(), exact);
  }

  private static TableCounts count(TestDatabase database, EventSpec spec, boolean exact) {
    try (Database connection = Database.single(Stores.connector(database))) {
      return new TableCounter(connection, spec).count(exact);
    }
  }
}

package etl.stats;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.QueueDepth;
import etl.postgres.count.OriginalCounts;
import etl.postgres.count.TableCounts;
import etl.postgres.count.TableCounts.EventTableCounts;
import etl.spec.file.SpecFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatisticsPrinterTest {
  private static final QueueDepth.DeadLetters DEAD = new QueueDepth.DeadLetters("http://q/d", 2L);

  @Test
  void json_has_the_keys_of_the_contract() {
    assertThat(StatisticsPrinter.json(statistics(Optional.of(DEAD), 1234567)))
        .isEqualTo(
            "{\"queue\":{\"url\":\"http://q/0/q\",\"visible\":12,\"in_flight\":3,\"delayed\":null,"
                + "\"dead_letter\":{\"url\":\"http://q/d\",\"visible\":2}},"
                + "\"database\":{\"user_logins\":1234567,\"map_desmask\":null,"
                + "\"rejected_messages\":0,\"distinct_masked_ip\":5,"
                + "\"distinct_masked_device_id\":6,"
                + "\"tables\":{\"user_logins\":{\"rows\":1234567,\"distinct\":"
                + "{\"masked_ip\":5,\"masked_device_id\":6}}},\"estimated\":true,"
                + "\"generations\":{\"user_logins\":{\"unkeyed\":7,\"k1\":8},\"map_desmask\":null,"
                + "\"rejected_messages\":{\"unkeyed\":0},\"forgotten_hashes\":{\"unkeyed\":2},"
                + "\"recover_audit\":{\"unkeyed\":3}},"
                + "\"originals\":{\"sealed\":5,\"encrypted\":3,\"plain\":1}}}");
  }

  @Test
  void json_without_a_dead_letter_queue_has_null() {
    assertThat(StatisticsPrinter.json(statistics(Optional.empty(), 1)))
        .contains("\"dead_letter\":null}");
  }

  @Test
  void text_groups_digits_and_marks_what_is_not_known() {
    assertThat(StatisticsPrinter.text(statistics(Optional.of(DEAD), 1234567)).lines())
        .contains(
            "queue http://q/0/q",
            "  visible                               12",
            "  user_logins                    1,234,567",
            "  map_desmask                            -",
            "  user_logins unkeyed                    7",
            "  user_logins k1                         8",
            "  originals sealed                       5",
            "  originals encrypted                    3",
            "  originals plain                        1",
            "dead-letter queue http://q/d",
            "  (counts of large tables are estimates; use --exact to count)");
  }

  @Test
  void numbers_are_found_by_their_paths() {
    Map<String, Long> numbers = statistics(Optional.of(DEAD), 1).numbers();
    List<String> paths = new ArrayList<>(Statistics.paths(SpecFile.builtIn()));
    assertThat(paths).contains("database.generations.map_desmask.unkeyed");
    paths.remove("database.generations.map_desmask.unkeyed");
    assertThat(numbers)
        .containsKeys(paths.toArray(String[]::new))
        .containsEntry("database.generations.user_logins.k1", 8L)
        .containsEntry("database.generations.user_logins.unkeyed", 7L)
        .containsEntry("queue.visible", 12L)
        .containsEntry("queue.delayed", null)
        .containsEntry("queue.dead_letter.visible", 2L)
        .containsEntry("database.user_logins", 1L)
        .containsEntry("database.map_desmask", null);
    assertThat(statistics(Optional.empty(), 1).numbers())
        .doesNotContainKey("queue.dead_letter.visible");
  }

  private static Statistics statistics(Optional<QueueDepth.DeadLetters> dead, long rows) {
    Map<String, OptionalLong> counts = new LinkedHashMap<>();
    counts.put("user_logins", OptionalLong.of(rows));
    counts.put("map_desmask", OptionalLong.empty());
    counts.put("rejected_messages", OptionalLong.of(0));
    counts.put("distinct_masked_ip", OptionalLong.of(5));
    counts.put("distinct_masked_device_id", OptionalLong.of(6));
    Map<String, Map<String, Long>> generations = new LinkedHashMap<>();
    generations.put("user_logins", new LinkedHashMap<>(Map.of("unkeyed", 7L)));
    generations.get("user_logins").put("k1", 8L);
    generations.put("map_desmask", Map.of());
    generations.put("rejected_messages", Map.of("unkeyed", 0L));
    generations.put("forgotten_hashes", Map.of("unkeyed", 2L));
    generations.put("recover_audit", Map.of("unkeyed", 3L));
    Map<String, OptionalLong> distinct = new LinkedHashMap<>();
    distinct.put("masked_ip", OptionalLong.of(5));
    distinct.put("masked_device_id", OptionalLong.of(6));
    Map<String, EventTableCounts> tables =
        Map.of("user_logins", new EventTableCounts(OptionalLong.of(rows), distinct));
    return new Statistics(
        new QueueDepth("http://q/0/q", 12L, 3L, null, dead),
        new TableCounts(
            tables,
            counts,
            generations,
            Optional.of(new OriginalCounts(5, 3, 1)),
            Map.of("user_logins", 9L),
            true));
  }

  private static Statistics shop() {
    Map<String, EventTableCounts> tables = new LinkedHashMap<>();
    tables.put(
        "visits", new EventTableCounts(OptionalLong.of(4), Map.of("visitor", OptionalLong.of(3))));
    tables.put(
        "orders",
        new EventTableCounts(OptionalLong.empty(), Map.of("customer", OptionalLong.empty())));
    Map<String, OptionalLong> counts = new LinkedHashMap<>();
    counts.put("map_desmask", OptionalLong.of(9));
    counts.put("rejected_messages", OptionalLong.of(0));
    Map<String, Map<String, Long>> generations = new LinkedHashMap<>();
    generations.put("visits", Map.of("unkeyed", 4L));
    generations.put("orders", Map.of());
    generations.put("map_desmask", Map.of("unkeyed", 9L));
    generations.put("rejected_messages", Map.of("unkeyed", 0L));
    generations.put("forgotten_hashes", Map.of("unkeyed", 0L));
    generations.put("recover_audit", Map.of("unkeyed", 0L));
    return new Statistics(
        new QueueDepth("http://q/0/q", 12L, 3L, null, Optional.empty()),
        new TableCounts(
            tables, counts, generations, Optional.empty(), Map.of("visits", 4L), false));
  }

  @Test
  void tables_of_another_spec_stand_under_their_names_alone() {
    assertThat(StatisticsPrinter.json(shop()))
        .contains(
            "\"database\":{\"map_desmask\":9,\"rejected_messages\":0,"
                + "\"tables\":{\"visits\":{\"rows\":4,\"distinct\":{\"visitor\":3}},"
                + "\"orders\":{\"rows\":null,\"distinct\":{\"customer\":null}}},"
                + "\"estimated\":false,");
    assertThat(StatisticsPrinter.text(shop()).lines())
        .containsSubsequence(
            "database",
            "  visits                                 4",
            "  visits distinct visitor                3",
            "  orders                                 -",
            "  map_desmask                            9");
    assertThat(StatisticsPrinter.prometheus(shop()).lines())
        .contains(
            "etl_table_rows{table=\"visits\"} 4.0",
            "etl_table_rows{table=\"map_desmask\"} 9.0",
            "etl_distinct_values{column=\"visitor\",table=\"visits\"} 3.0")
        .noneMatch(line -> line.contains("table=\"orders\""));
    assertThat(shop().numbers())
        .containsEntry("database.tables.visits.rows", 4L)
        .containsEntry("database.tables.visits.distinct.visitor", 3L)
        .containsEntry("database.tables.orders.rows", null);
  }

  @Test
  void watched_line_tells_each_number_once() {
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    assertThat(RatesPrinter.line(now, statistics(Optional.empty(), 1), null))
        .contains("database.user_logins=1 ")
        .doesNotContain("database.tables.");
    assertThat(RatesPrinter.line(now, shop(), null))
        .contains("database.tables.visits.rows=4 database.tables.visits.distinct.visitor=3");
  }
}

package etl.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import etl.event.QueueDepth;
import etl.postgres.count.TableCounts;
import etl.postgres.count.TableCounts.EventTableCounts;
import etl.spec.Shop;
import etl.spec.file.SpecFile;
import etl.stats.RateMeter.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final RateMeter meter = new RateMeter(SpecFile.builtIn());

  @Test
  void first_look_has_no_rates() {
    Statistics first = look(100L, 0L, 0L, 0, false);
    assertThat(meter.look(first, START)).isNull();
    assertThat(
            JsonParser.parseString(RatesPrinter.json(first, null)).getAsJsonObject().get("rates"))
        .matches(rates -> rates.isJsonNull());
  }

  @Test
  void rates_are_what_was_stored_and_what_the_queue_has_grown_by_besides() {
    meter.look(look(1_000L, 500L, 3L, 0, false), START);
    Rates rates = meter.look(look(900L, 690L, 13L, 0, false), START.plusSeconds(10));
    assertThat(rates.passed()).isEqualTo(Duration.ofSeconds(10));
    assertThat(rates.out()).isEqualByComparingTo("20");
    assertThat(rates.in()).isEqualByComparingTo("10");
    // In flight are 10 more, which wait as well.
    assertThat(rates.lag()).isEqualTo(Duration.ofMillis(45_500));
    assertThat(rates.empty()).isEqualTo(Duration.ofSeconds(91));
  }

  @Test
  void estimated_tables_are_compared_by_the_servers_counter() {
    meter.look(look(0L, 20_000_000L, 0L, 100, true), START);
    Rates rates = meter.look(look(0L, 19_400_000L, 0L, 150, true), START.plusSeconds(10));
    assertThat(rates.out()).isEqualByComparingTo("5");
  }

  @Test
  void counter_that_begins_anew_tells_nothing() {
    meter.look(look(5L, 1L, 1L, 100, true), START);
    Rates rates = meter.look(look(5L, 1L, 1L, 2, true), START.plusSeconds(10));
    assertThat(rates.out()).isNull();
    assertThat(rates.in()).isNull();
    assertThat(rates.lag()).isNull();
  }

  @Test
  void queue_that_grows_or_stands_has_no_end() {
    meter.look(look(10L, 0L, 0L, 0, false), START);
    Rates rates = meter.look(look(30L, 0L, 0L, 0, false), START.plusSeconds(2));
    assertThat(rates.in()).isEqualByComparingTo("10");
    assertThat(rates.empty()).isNull();
    assertThat(rates.lag()).isNull();
  }

  @Test
  void nothing_is_guessed_for_want_of_rights() {
    meter.look(look(null, null, null, 0, false), START);
    Rates rates = meter.look(look(null, null, 5L, 0, false), START.plusSeconds(2));
    assertThat(rates).isEqualTo(new Rates(Duration.ofSeconds(2), null, null, null, null));
    JsonObject json =
        JsonParser.parseString(RatesPrinter.json(look(null, null, null, 0, false), rates))
            .getAsJsonObject()
            .getAsJsonObject("rates");
    assertThat(json.keySet())
        .containsExactly(
            "seconds",
            "in_per_second",
            "out_per_second",
            "lag_estimate_seconds",
            "empty_in_seconds");
    assertThat(json.get("in_per_second").isJsonNull()).isTrue();
  }

  @Test
  void screen_shows_the_rates_before_the_tables() {
    meter.look(look(1_000L, 500L, 3L, 0, false), START);
    Statistics now = look(900L, 12_690L, 13L, 0, false);
    Rates rates = meter.look(now, START.plusSeconds(10));
    List<String> lines = RatesPrinter.screen(START, 10, now, rates);
    assertThat(lines.get(0)).startsWith("etl stats  2026-11-23T10:00:00Z");
    assertThat(lines)
        .containsSubsequence(
            "  stored per second                1,220.0",
            "  empty in, estimated               1m 31s",
            "  user_logins                       12,690");
    assertThat(RatesPrinter.screen(START, 10, now, null))
        .contains("  stored per second                      -");
  }

  @Test
  void all_tables_of_a_spec_are_stored_in() {
    RateMeter shop = new RateMeter(Shop.withoutUnfolding());
    shop.look(shop(5L, 100L, 7L), START);
    Rates rates = shop.look(shop(5L, 110L, 17L), START.plusSeconds(10));
    assertThat(rates.out()).isEqualByComparingTo("2");
    assertThat(rates.in()).isEqualByComparingTo("2");
    shop.look(shop(5L, 110L, null), START.plusSeconds(20));
    assertThat(shop.look(shop(5L, 120L, null), START.plusSeconds(30)).out()).isNull();
  }

  @Test
  void rows_do_not_tell_of_messages_where_one_may_become_several() {
    RateMeter shop = new RateMeter(Shop.SPEC);
    shop.look(shop(5L, 100L, 7L), START);
    Rates rates = shop.look(shop(4L, 110L, 17L), START.plusSeconds(10));
    assertThat(rates.out()).isEqualByComparingTo("2");
    assertThat(rates.in()).isNull();
    assertThat(rates.lag()).isNull();
    assertThat(rates.empty()).isNotNull();
  }

  private static Statistics shop(Long visible, Long visits, Long orders) {
    return new Statistics(
        new QueueDepth("http://q", visible, 10L, null, Optional.empty()),
        new TableCounts(
            Map.of(
                "visits", new EventTableCounts(boxed(visits), Map.of()),
                "orders", new EventTableCounts(boxed(orders), Map.of()),
                "returns", new EventTableCounts(boxed(orders), Map.of())),
            Map.of("rejected_messages", OptionalLong.of(0)),
            Map.of(),
            Optional.empty(),
            Map.of(),
            false));
  }

  private static Statistics look(
      Long visible, Long rows, Long rejected, long inserted, boolean estimated) {
    Map<String, OptionalLong> counts = new HashMap<>();
    counts.put("user_logins", boxed(rows));
    EventTableCounts logins = new EventTableCounts(boxed(rows), Map.of());
    counts.put("rejected_messages", boxed(rejected));
    return new Statistics(
        new QueueDepth("http://q", visible, 10L, null, Optional.empty()),
        new TableCounts(
            Map.of("user_logins", logins),
            counts,
            Map.of(),
            Optional.empty(),
            Map.of("user_logins", inserted, "rejected_messages", 0L),
            estimated));
  }

  private static OptionalLong boxed(Long count) {
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }
}

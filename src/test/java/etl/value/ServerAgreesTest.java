package etl.value;

import static org.assertj.core.api.Assertions.assertThat;

import etl.json.JsonKind;
import etl.testing.Lane;
import etl.testing.ServersAndProperties;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * What a reader takes, PostgreSQL casts without an error to the same value; what PostgreSQL
 * refuses, the reader refuses.
 */
@ServersAndProperties
class ServerAgreesTest {
  private static final String JSON_NUMBER = "-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?";
  private static final int TRIES = 5;

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whole_numbers_are_the_servers(@ForAll Random random) {
    List<String> raw = jsonNumbers(random);

    assertSentEquals(
        ValueReaders.integer(),
        raw,
        "sent::integer",
        "case when scale(trim_scale(raw::numeric)) = 0 and raw::numeric between -2147483648 and"
            + " 2147483647 then raw::numeric::integer end");
    assertSentEquals(
        ValueReaders.bigint(),
        raw,
        "sent::bigint",
        "case when scale(trim_scale(raw::numeric)) = 0 and raw::numeric between"
            + " -9223372036854775808 and 9223372036854775807 then raw::numeric::bigint end");
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void numbers_of_a_scale_are_the_servers_and_never_rounded(@ForAll Random random) {
    List<String> raw = jsonNumbers(random);

    for (int[] type : new int[][] {{12, 2}, {5, 0}, {3, 3}, {1000, 500}}) {
      String name = "numeric(" + type[0] + "," + type[1] + ")";
      String fits =
          "scale(trim_scale(raw::numeric)) <= "
              + type[1]
              + " and abs(raw::numeric) < 1e"
              + (type[0] - type[1]);
      List<String> sent =
          assertSentEquals(
              ValueReaders.numeric(type[0], type[1]),
              raw,
              "sent::" + name,
              "case when " + fits + " then raw::" + name + " end");
      assertThat(Server.ask("sent::" + name, sent, raw)).isEqualTo(sent);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void numbers_without_a_scale_are_the_servers(@ForAll Random random) {
    assertSentEquals(ValueReaders.numeric(), jsonNumbers(random), "sent::numeric", "raw::numeric");
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void doubles_are_the_servers_and_the_nearest(@ForAll Random random) {
    List<String> raw = jsonNumbers(random);
    List<String> sent = all(ValueReaders.doublePrecision(), raw);
    List<String> stored = Server.ask("sent::float8", sent, raw);
    List<String> servers =
        Server.ask("case when pg_input_is_valid(raw, 'float8') then raw::float8 end", sent, raw);

    for (int i = 0; i < raw.size(); i++) {
      double nearest = Double.parseDouble(raw.get(i));
      assertThat(sent.get(i) == null).as(raw.get(i)).isEqualTo(Double.isInfinite(nearest));
      if (sent.get(i) != null) {
        assertThat(Double.parseDouble(stored.get(i))).as(raw.get(i)).isEqualTo(nearest);
      }
      if (servers.get(i) != null) {
        assertThat(stored.get(i)).isEqualTo(servers.get(i));
      }
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void what_is_no_json_number_is_refused_by_all_readers_of_numbers(@ForAll Random random) {
    List<String> raw =
        spoilt(random, ValueTexts::number, "0123456789.eE+- ,_xN\u0660\u00a0\n").stream()
            .filter(text -> !text.matches(JSON_NUMBER))
            .toList();

    assertThat(raw).isNotEmpty();
    for (ValueReader reader :
        List.of(
            ValueReaders.integer(),
            ValueReaders.bigint(),
            ValueReaders.numeric(9, 3),
            ValueReaders.numeric(),
            ValueReaders.doublePrecision(),
            ValueReaders.epochMillis(),
            ValueReaders.epochSeconds())) {
      assertThat(raw).allMatch(text -> Values.ofString(reader, text) == null);
    }
  }

  @Test
  void numeric_ends_where_the_servers_ends() {
    List<String> raw = new ArrayList<>();
    for (int more = -2; more <= 2; more++) {
      raw.add("1e" + (131_071 + more));
      raw.add("9".repeat(131_072 + more));
      raw.add("0.0001e" + (131_075 + more));
      raw.add("123.456e" + (131_069 + more));
      raw.add("0e" + (131_072 + more));
      raw.add("1e-" + (16_383 + more));
      raw.add("0." + "1".repeat(16_383 + more));
      raw.add("10.10e-" + (16_381 + more));
      raw.add("0e-" + (16_383 + more));
      raw.add("1" + "0".repeat(140_000) + "e-" + (16_383 + more));
    }

    assertSentEquals(ValueReaders.numeric(), raw, "sent::numeric", "raw::numeric");
    List<String> json = all(ValueReaders.jsonb(), raw, JsonKind.NUMBER);
    assertThat(Server.ask("sent::jsonb", json, raw))
        .isEqualTo(
            Server.ask("case when pg_input_is_valid(raw, 'jsonb') then raw::jsonb end", json, raw));
  }

  @Test
  void days_of_any_year_are_the_servers() {
    List<String> raw = new ArrayList<>();
    for (int year :
        new int[] {0, 1, 4, 5, 99, 100, 400, 1500, 1582, 1900, 2000, 2023, 2024, 9999}) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          raw.add(String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day));
        }
      }
    }

    List<String> sent =
        assertSentEquals(
            ValueReaders.date(),
            raw,
            "sent::date",
            "case when pg_input_is_valid(raw, 'date') then raw::date end");
    assertThat(sent).filteredOn(day -> day != null).hasSize(13 * 365 + 4);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void dates_times_uuids_and_addresses_are_valid_for_the_server(@ForAll Random random) {
    assertTakenAreValid(
        ValueReaders.date(), "date", spoilt(random, ValueTexts::date, "0123456789-/. TBC\u0661"));
    assertTakenAreValid(
        ValueReaders.uuid(),
        "uuid",
        spoilt(random, ValueTexts::uuid, "0123456789abcdefABCDEFg-{}"));
    assertTakenAreValid(
        ValueReaders.inet(), "inet", spoilt(random, ValueTexts::address, "0123456789abcdefg:./% "));
    assertTakenAreValid(
        ValueReaders.cidr(), "cidr", spoilt(random, ValueTexts::address, "0123456789abcdefg:./% "));
  }

  /** What is taken is sent as the server prints it, and would have been the same as it was. */
  private static void assertTakenAreValid(ValueReader reader, String type, List<String> raw) {
    List<String> sent = all(reader, raw);
    String printed = "case when sent is not null then format('%s', sent::" + type + ") end";

    assertEach(raw, Server.ask(printed, sent, raw), sent);
    assertThat(Server.ask("sent is null or sent::" + type + " = raw::" + type, sent, raw))
        .doesNotContain("false");
    assertThat(sent).anyMatch(s -> s != null).contains((String) null);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void addresses_that_the_server_takes_in_forms_of_the_rfc_are_taken(@ForAll Random random) {
    List<String> raw =
        texts(random, ValueTexts::v6).stream()
            // The server takes leading zeros.
            .filter(text -> !text.matches(".*\\.0\\d.*"))
            .toList();
    List<String> sent = all(ValueReaders.inet(), raw);

    List<String> valid = Server.ask("pg_input_is_valid(raw, 'inet')", sent, raw);
    for (int i = 0; i < raw.size(); i++) {
      assertThat(sent.get(i) != null).as(raw.get(i)).isEqualTo(valid.get(i).equals("true"));
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void forms_and_networks_of_addresses_are_the_servers(@ForAll Random random) throws Misfit {
    List<String> raw =
        texts(random, r -> r.nextBoolean() ? ValueTexts.v4(r) : ValueTexts.v6(r)).stream()
            .filter(text -> Values.ofString(ValueReaders.inet(), text) != null)
            .toList();
    int v4 = random.nextInt(33);
    int v6 = random.nextInt(129);
    List<String> forms = new ArrayList<>();
    List<String> networks = new ArrayList<>();
    for (String text : raw) {
      forms.add(Canonical.IP.of(text));
      networks.add(Canonical.network(text, v4, v6));
    }

    // The server knows no IPv4 address in an IPv4-mapped one.
    String address =
        "case when '::ffff:0:0/96' >>= raw::inet then substring(host(raw::inet), '[0-9.]+$')::inet"
            + " else raw::inet end";
    assertThat(Server.ask("sent::inet = " + address, forms, raw)).containsOnly("true");
    String network = "network(set_masklen(a, case family(a) when 4 then %d else %d end))";
    assertEach(
        raw,
        networks,
        Server.ask(
            "select " + network.formatted(v4, v6) + " from (select " + address + ") as q(a)",
            networks,
            raw));
    assertThat(Server.ask("sent::cidr", networks, raw)).isEqualTo(networks);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void times_with_an_offset_are_the_servers(@ForAll Random random) {
    List<String> raw = spoilt(random, ValueTexts::time, "0123456789-:.TZz+ t\u0661");
    List<String> sent = all(ValueReaders.timestamptz(null), raw);

    List<String> instants = Server.ask("extract(epoch from sent::timestamptz)", sent, raw);
    List<String> same =
        Server.ask(
            "case when pg_input_is_valid(raw, 'timestamptz') then sent::timestamptz ="
                + " raw::timestamptz end",
            sent,
            raw);
    assertThat(same).contains("true");
    for (int i = 0; i < raw.size(); i++) {
      // The server rounds the digits that are cut.
      if (!raw.get(i).matches(".*\\.\\d{7}.*")) {
        assertThat(same.get(i)).as(raw.get(i)).isNotEqualTo("false");
      }
      if (sent.get(i) != null) {
        OffsetDateTime time = OffsetDateTime.parse(sent.get(i));
        BigDecimal instant =
            BigDecimal.valueOf(time.toEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
        assertThat(new BigDecimal(instants.get(i))).as(raw.get(i)).isEqualByComparingTo(instant);
      }
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void times_of_a_zone_and_epochs_are_valid_for_the_server(@ForAll Random random) {
    ZoneId zone =
        Values.oneOf(
            random,
            Stream.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
                .map(ZoneId::of)
                .toList());
    List<String> times = texts(random, ValueTexts::time);
    List<String> epochs = jsonNumbers(random);

    assertThat(Server.ask("sent::timestamptz", all(ValueReaders.timestamptz(zone), times), times))
        .anyMatch(time -> time != null);
    for (String unit : List.of("1", "1000")) {
      ValueReader reader =
          unit.equals("1") ? ValueReaders.epochSeconds() : ValueReaders.epochMillis();
      assertSentEquals(
          reader,
          epochs,
          "trunc(extract(epoch from sent::timestamptz), 6)",
          "case when trunc(raw::numeric / "
              + unit
              + ".000000, 6) between -62135596800 and 253402300799.999999"
              + " then trunc(raw::numeric / "
              + unit
              + ".000000, 6) end");
    }
  }

  private static List<String> jsonNumbers(Random random) {
    return texts(random, ValueTexts::number).stream().filter(n -> n.matches(JSON_NUMBER)).toList();
  }

  private static List<String> texts(Random random, Function<Random, String> values) {
    return IntStream.range(0, Lane.shortOrLong(2_000, 20_000))
        .mapToObj(i -> values.apply(random))
        .toList();
  }

  private static List<String> spoilt(
      Random random, Function<Random, String> values, String characters) {
    return texts(random, r -> Values.perhapsSpoilt(values.apply(r), characters, r));
  }

  private static List<String> all(ValueReader reader, List<String> raw) {
    return all(reader, raw, JsonKind.STRING);
  }

  /** What is sent for each; null where it is refused. */
  private static List<String> all(ValueReader reader, List<String> raw, JsonKind kind) {
    List<String> sent = new ArrayList<>();
    raw.forEach(text -> sent.add(Values.of(reader, kind, text)));
    return sent;
  }

  /** What is sent for each, as a string and as a number; null where the server has none either. */
  private static List<String> assertSentEquals(
      ValueReader reader, List<String> raw, String ofSent, String ofRaw) {
    List<String> sent = all(reader, raw);
    List<String> stored = Server.ask(ofSent, sent, raw);
    String valid = "case when pg_input_is_valid(raw, 'numeric') then " + ofRaw + " end";
    List<String> expected = Server.ask(ofRaw.contains("date") ? ofRaw : valid, sent, raw);

    assertEach(raw, stored, expected);
    if (reader.accepts(JsonKind.NUMBER)) {
      assertThat(all(reader, raw, JsonKind.NUMBER)).isEqualTo(sent);
    }
    return sent;
  }

  private static void assertEach(List<String> raw, List<String> actual, List<String> expected) {
    for (int i = 0; i < raw.size(); i++) {
      assertThat(actual.get(i)).as(raw.get(i)).isEqualTo(expected.get(i));
    }
  }
}

package etl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.json.JsonKind;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueReadersTest {
  private static final String LONG_ZEROS = "0".repeat(1_000_000);

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-7, -7",
    "0, 0",
    "-0, 0",
    "1.0, 1",
    "1e2, 100",
    "1E+2, 100",
    "100e-2, 1",
    "-0.0e5, 0",
    "2147483647, 2147483647",
    "-2147483648.000, -2147483648",
    "0.00001e5, 1",
    "0e999999999999999, 0"
  })
  void whole_numbers_are_read_by_their_value(String number, String sent) throws Misfit {
    assertThat(ValueReaders.integer().read(JsonKind.NUMBER, number, false)).isEqualTo(sent);
    assertThat(ValueReaders.bigint().read(JsonKind.STRING, number, false)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "2147483648, is out of range for integer",
    "-2147483649, is out of range for integer",
    "1e10, is out of range for integer",
    "1e999999999999999999999, is out of range for integer",
    "1.5, must be a whole number",
    "1e-1, must be a whole number",
    "1e-999999999999999999999, must be a whole number",
    "99999999999.5, must be a whole number"
  })
  void what_integer_does_not_hold_is_refused(String number, String reason) {
    assertRefused(ValueReaders.integer(), number, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 1", "1 ", "+1", "01", "1.", ".5", "1e", "0x1", "NaN", "1_000", "1,0", "١", "--1", "-"
      })
  void strings_of_anything_but_one_json_number_are_refused(String text) {
    for (ValueReader reader : List.of(ValueReaders.integer(), ValueReaders.bigint())) {
      assertRefused(reader, text, "must be a whole number");
    }
    for (ValueReader reader :
        List.of(
            ValueReaders.numeric(), ValueReaders.numeric(9, 2), ValueReaders.doublePrecision())) {
      assertRefused(reader, text, "must be a number");
    }
    assertRefused(ValueReaders.epochMillis(), text, "must be a number of milliseconds since 1970");
  }

  @ParameterizedTest
  @CsvSource({
    "0.10, 0.10",
    "12.5, 12.50",
    "12.500, 12.50",
    "7, 7.00",
    "-0.00, 0.00",
    "-0.01, -0.01",
    "1e3, 1000.00",
    "9999999999.99, 9999999999.99",
    "-9999999999.99, -9999999999.99",
    "123e-2, 1.23",
    "1e-2, 0.01",
    "0.0e-70000, 0.00",
    "1e5, 100000.00",
    "1.25e1, 12.50",
    "1.0e-1, 0.10"
  })
  void numbers_of_a_scale_are_written_out_with_it(String number, String sent) throws Misfit {
    assertThat(ValueReaders.numeric(12, 2).read(JsonKind.NUMBER, number, false)).isEqualTo(sent);
    assertThat(ValueReaders.numeric(12, 2).read(JsonKind.STRING, number, false)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "12.345, has more than 2 decimals",
    "0.001, has more than 2 decimals",
    "1e-999999999999, has more than 2 decimals",
    "9999999999.999, has more than 2 decimals",
    "'10000000000', 'is out of range for numeric(12,2)'",
    "1e999999999999, 'is out of range for numeric(12,2)'"
  })
  void what_a_scale_does_not_hold_is_refused_and_never_rounded(String number, String reason) {
    assertRefused(ValueReaders.numeric(12, 2), number, reason);
  }

  @Test
  void reasons_count_the_decimals() {
    assertRefused(ValueReaders.numeric(5, 0), "0.5", "has decimals");
    assertRefused(ValueReaders.numeric(5, 1), "0.55", "has more than 1 decimal");
  }

  @Test
  void numbers_of_any_length_are_exact() throws Misfit {
    ValueReader reader = ValueReaders.numeric(1_000, 500);
    String fullest = "9".repeat(500) + "." + "1".repeat(500);

    assertThat(reader.read(JsonKind.NUMBER, fullest, false)).isSameAs(fullest);
    assertThat(ValueReaders.bigint().read(JsonKind.NUMBER, "1" + LONG_ZEROS + "e-1000000", false))
        .isEqualTo("1");
    assertThat(
            ValueReaders.integer().read(JsonKind.NUMBER, "0." + LONG_ZEROS + "12e1000002", false))
        .isEqualTo("12");
    assertThat(ValueReaders.numeric().read(JsonKind.NUMBER, "1e131071", false))
        .isEqualTo("1e131071");
    assertThat(ValueReaders.numeric(0, 0).read(JsonKind.NUMBER, "0.10", false)).isEqualTo("0.10");
    assertRefused(ValueReaders.numeric(), "1e131072", "is out of range for numeric");
    assertThatThrownBy(() -> ValueReaders.numeric(2, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueReaders.numeric(1001, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "12345678901234567890123, 12345678901234567890123",
    "1e2, 100.0",
    "1e-400, 0.0",
    "-1e-400, -0.0",
    "4.9e-324, 4.9E-324",
    "2.4e-324, 0.0",
    "1.7976931348623157e308, 1.7976931348623157E308"
  })
  void doubles_are_the_nearest(String number, String sent) throws Misfit {
    assertThat(ValueReaders.doublePrecision().read(JsonKind.NUMBER, number, false)).isEqualTo(sent);
  }

  @Test
  void doubles_that_overflow_are_refused() {
    assertRefused(
        ValueReaders.doublePrecision(),
        "1.7976931348623159e308",
        "is out of range for double precision");
    assertRefused(
        ValueReaders.doublePrecision(), "9".repeat(400), "is out of range for double precision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "2024-02-29", "2000-02-29", "9999-12-31", "1582-10-10"})
  void days_are_taken_as_they_are(String day) throws Misfit {
    assertThat(ValueReaders.date().read(JsonKind.STRING, day, false)).isSameAs(day);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-02-29",
        "1900-02-29",
        "0000-01-01",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-1-1",
        "10000-01-01",
        "-001-01-01",
        "2026/01/01",
        "20260101",
        " 2026-01-01",
        "2026-01-01 ",
        "2026-01-01T00:00:00Z",
        "today",
        "infinity",
        "٢٠٢٦-01-01",
        ""
      })
  void what_is_no_day_is_refused(String text) {
    assertRefused(ValueReaders.date(), text, "must be a date (YYYY-MM-DD)");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59Z, 2026-01-31T23:59:59+00:00",
    "2026-01-31t23:59:59z, 2026-01-31T23:59:59+00:00",
    "2026-01-31 23:59:59.5-00:00, 2026-01-31T23:59:59.5+00:00",
    "2026-01-31T23:59:59.120+02:00, 2026-01-31T21:59:59.12+00:00",
    "2026-01-31T23:59:59.1234569Z, 2026-01-31T23:59:59.123456+00:00",
    "2026-01-31T23:59:59.0000009Z, 2026-01-31T23:59:59+00:00",
    "1969-12-31T23:59:59.9999999Z, 1969-12-31T23:59:59.999999+00:00",
    "2026-01-01T00:30:00+23:59, 2025-12-31T00:31:00+00:00",
    "0001-01-01T00:00:00-23:59, 0001-01-01T23:59:00+00:00",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999+00:00"
  })
  void times_are_sent_in_utc(String time, String sent) throws Misfit {
    assertThat(ValueReaders.timestamptz(null).read(JsonKind.STRING, time, false)).isEqualTo(sent);
    assertThat(ValueReaders.timestamptz(ZoneId.of("Asia/Tokyo")).read(JsonKind.STRING, time, false))
        .isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T24:00:00Z",
        "2026-12-31T23:59:60Z",
        "2026-02-30T00:00:00Z",
        "2026-01-31T23:60:00Z",
        "2026-01-31T23:59Z",
        "2026-01-31",
        "2026-01-31T23:59:59.Z",
        "2026-01-31T23:59:59,5Z",
        "2026-01-31T23:59:59+24:00",
        "2026-01-31T23:59:59+02:60",
        "2026-01-31T23:59:59+0200",
        "2026-01-31T23:59:59+02",
        "2026-01-31T23:59:59 Z",
        "2026-01-31T23:59:59ZZ",
        "2026-01-31T23:59:59UTC",
        "2026-01-31_23:59:59Z",
        "2026-01-31T23:59:59.١Z",
        "now",
        "",
        "0000-12-31T23:59:59-01:00",
        "2026-01-31T-1:00:00Z",
        " 2026-01-31T23:59:59Z",
        "2026-01-31T23:59:59+-1:00"
      })
  void what_is_no_time_is_refused(String text) {
    assertRefused(
        ValueReaders.timestamptz(null), text, "must be a time by RFC 3339 (2026-01-31T23:59:59Z)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"})
  void times_outside_of_the_years_in_utc_are_refused(String text) {
    assertRefused(
        ValueReaders.timestamptz(null),
        text,
        "is out of range for timestamptz (years 0001 to 9999)");
  }

  @Test
  void times_without_an_offset_need_a_zone() throws Misfit {
    ValueReader berlin = ValueReaders.timestamptz(ZoneId.of("Europe/Berlin"));

    assertRefused(
        ValueReaders.timestamptz(null),
        "2026-01-31T12:00:00",
        "has no offset from UTC, and the column no zone");
    assertThat(berlin.read(JsonKind.STRING, "2026-01-31T12:00:00.25", false))
        .isEqualTo("2026-01-31T11:00:00.25+00:00");
    // The clocks go from 02:00 to 03:00.
    assertThat(berlin.read(JsonKind.STRING, "2026-03-29T02:30:00", false))
        .isEqualTo("2026-03-29T01:30:00+00:00");
    // And from 03:00 back to 02:00.
    assertThat(berlin.read(JsonKind.STRING, "2026-10-25 02:30:00", false))
        .isEqualTo("2026-10-25T00:30:00+00:00");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00+00:00",
    "1767225600123, 2026-01-01T00:00:00.123+00:00",
    "1767225600123.4567, 2026-01-01T00:00:00.123456+00:00",
    "1.767225600123e12, 2026-01-01T00:00:00.123+00:00",
    "-1, 1969-12-31T23:59:59.999+00:00",
    "-0.0009, 1970-01-01T00:00:00+00:00",
    "-62135596800000, 0001-01-01T00:00:00+00:00",
    "253402300799999.999999, 9999-12-31T23:59:59.999999+00:00"
  })
  void epochs_keep_their_fraction(String number, String sent) throws Misfit {
    assertThat(ValueReaders.epochMillis().read(JsonKind.NUMBER, number, false)).isEqualTo(sent);
    assertThat(ValueReaders.epochMillis().read(JsonKind.STRING, number, false)).isEqualTo(sent);
    assertThat(ValueReaders.epochSeconds().read(JsonKind.NUMBER, inSeconds(number), false))
        .isEqualTo(sent);
  }

  private static String inSeconds(String millis) {
    return new BigDecimal(millis).movePointLeft(3).toPlainString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"253402300800", "-62135596800.000001", "1e18", "1e999999999999", "-9e30"})
  void epochs_outside_of_the_years_are_refused(String number) {
    assertRefused(
        ValueReaders.epochSeconds(),
        number,
        "is out of range for timestamptz (years 0001 to 9999)");
  }

  @Test
  void uuids_are_sent_in_lower_case() throws Misfit {
    String uuid = "0a1b2c3d-4e5f-6789-abcd-ef0123456789";

    assertThat(ValueReaders.uuid().read(JsonKind.STRING, uuid, false)).isSameAs(uuid);
    assertThat(
            ValueReaders.uuid()
                .read(JsonKind.STRING, "0A1B2C3D-4E5F-6789-ABCD-EF0123456789", false))
        .isEqualTo(uuid);
    for (String no :
        List.of(
            "{" + uuid + "}",
            uuid.replace("-", ""),
            uuid + " ",
            uuid.replace('a', 'g'),
            uuid.replace('0', '０'),
            "")) {
      assertRefused(ValueReaders.uuid(), no, "is no uuid");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 192.0.2.1/32",
    "192.0.2.0/24, 192.0.2.0/24, 192.0.2.0/24",
    "0.0.0.0/0, 0.0.0.0/0, 0.0.0.0/0",
    "2001:DB8::/32, 2001:db8::/32, 2001:db8::/32",
    "::ffff:192.0.2.1/128, ::ffff:192.0.2.1, ::ffff:192.0.2.1/128",
    "::1, ::1, ::1/128"
  })
  void addresses_are_sent_as_the_server_prints_them(String text, String inet, String cidr)
      throws Misfit {
    assertThat(ValueReaders.inet().read(JsonKind.STRING, text, false)).isEqualTo(inet);
    assertThat(ValueReaders.cidr().read(JsonKind.STRING, text, false)).isEqualTo(cidr);
  }

  @Test
  void networks_have_no_host_bits() throws Misfit {
    assertThat(ValueReaders.inet().read(JsonKind.STRING, "192.0.2.1/24", false))
        .isEqualTo("192.0.2.1/24");
    for (String text :
        List.of("192.0.2.1/24", "0.0.0.1/0", "2001:db8::1/64", "2001:db8:0:1::/63")) {
      assertRefused(ValueReaders.cidr(), text, "has bits set to the right of its network's prefix");
    }
    for (String text :
        List.of(
            "192.0.2.1/33",
            "192.0.2.1/",
            "192.0.2.1/024",
            "192.0.2/24",
            "::/129",
            "::/-1",
            "::/+1",
            "192.0.2.0/1e1",
            "/8",
            "::/9999999999")) {
      assertRefused(ValueReaders.cidr(), text, "is no IP network");
      assertRefused(ValueReaders.inet(), text, "is no IP address");
    }
  }

  @Test
  void text_is_measured_in_code_points() throws Misfit {
    ValueReader two = ValueReaders.text(2);
    String faces = "😀😀";

    assertThat(two.read(JsonKind.STRING, faces, true)).isSameAs(faces);
    assertThat(two.read(JsonKind.NUMBER, "10", false)).isEqualTo("10");
    assertThat(two.read(JsonKind.STRING, "", false)).isEmpty();
    assertRefused(two, "abc", "is longer than 2 characters");
    assertThat(ValueReaders.text(0).read(JsonKind.STRING, LONG_ZEROS, false)).isSameAs(LONG_ZEROS);
    for (String text :
        List.of("a\u0000", "\ud83d", "\ud83da", "\ude00", "\ud83d" + "\ud83d\ude00")) {
      assertRefused(two, text, "holds NUL or half of a surrogate pair");
    }
  }

  @Test
  void jsonb_is_taken_as_it_is_or_refused() {
    ValueReader reader = ValueReaders.jsonb();
    for (String json :
        List.of(
            "{\"a\": [1, \"\\u00e9\\\\u0000\", {}], \"a\": null}",
            "\"\\ud83d\\ude00\"",
            "1e131071",
            "[" + "0".repeat(20_000) + "]")) {
      assertThat(Values.of(reader, JsonKind.ARRAY, json)).isSameAs(json);
    }
    for (String json :
        List.of(
            "\"\\u0000\"",
            "{\"\\u0000\": 1}",
            "[\"\\ud83d\"]",
            "\"\\ude00\\ud83d\"",
            "\"\ud83d\"",
            "\"\\ud83d\\u0041\"")) {
      assertRefused(reader, json, "holds NUL or half of a surrogate pair");
    }
    assertRefused(reader, "[-1e131072]", "holds a number that is out of range for numeric");
    assertRefused(
        reader,
        "[0." + "0".repeat(16_384) + "]",
        "holds a number that is out of range for numeric");
    assertRefused(reader, "[".repeat(1_001) + "]".repeat(1_001), "nests deeper than 1,000 levels");
  }

  @Test
  void arrays_of_scalars_become_literals() {
    ValueReader reader = ValueReaders.textArray();

    assertThat(Values.of(reader, JsonKind.ARRAY, "[ ]")).isEqualTo("{}");
    assertThat(
            Values.of(reader, JsonKind.ARRAY, "[null, \"NULL\", \"\", 1.50, true, \"a\\\"\\\\b\"]"))
        .isEqualTo("{NULL,\"NULL\",\"\",\"1.50\",\"true\",\"a\\\"\\\\b\"}");
    for (String json : List.of("[[]]", "[1, {}]")) {
      assertRefused(reader, json, "must be an array of texts, numbers, booleans and nulls");
    }
    assertRefused(reader, "[\"\\u0000\"]", "holds NUL or half of a surrogate pair");
    assertRefused(reader, "[\"\\ud83d\"]", "holds NUL or half of a surrogate pair");
  }

  @Test
  void readers_say_which_kinds_they_take() {
    for (JsonKind kind : JsonKind.values()) {
      boolean scalar = kind != JsonKind.ARRAY && kind != JsonKind.OBJECT && kind != JsonKind.NULL;
      boolean number = kind == JsonKind.NUMBER || kind == JsonKind.STRING;
      assertThat(ValueReaders.text(1).accepts(kind)).isEqualTo(scalar);
      assertThat(ValueReaders.integer().accepts(kind)).isEqualTo(number);
      assertThat(ValueReaders.numeric().accepts(kind)).isEqualTo(number);
      assertThat(ValueReaders.numeric(2, 1).accepts(kind)).isEqualTo(number);
      assertThat(ValueReaders.doublePrecision().accepts(kind)).isEqualTo(number);
      assertThat(ValueReaders.epochSeconds().accepts(kind)).isEqualTo(number);
      assertThat(ValueReaders.bool().accepts(kind)).isEqualTo(kind == JsonKind.BOOLEAN);
      assertThat(ValueReaders.uuid().accepts(kind)).isEqualTo(kind == JsonKind.STRING);
      assertThat(ValueReaders.timestamptz(null).accepts(kind)).isEqualTo(kind == JsonKind.STRING);
      assertThat(ValueReaders.jsonb().accepts(kind)).isEqualTo(kind != JsonKind.NULL);
      assertThat(ValueReaders.textArray().accepts(kind)).isEqualTo(kind == JsonKind.ARRAY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.99, 192.0.2.0/24",
    "::ffff:192.0.2.99, 192.0.2.0/24",
    "2001:DB8:1:2:3::4, 2001:db8:1::/48",
    "::1.2.3.4, ::/48"
  })
  void networks_are_kept_of_addresses(String address, String network) throws Misfit {
    assertThat(Canonical.network(address, 24, 48)).isEqualTo(network);
  }

  @Test
  void networks_may_be_all_or_nothing() throws Misfit {
    assertThat(Canonical.network("192.0.2.1", 0, 0)).isEqualTo("0.0.0.0/0");
    assertThat(Canonical.network("ffff::1", 0, 0)).isEqualTo("::/0");
    assertThat(Canonical.network("255.255.255.255", 32, 128)).isEqualTo("255.255.255.255/32");
    assertThat(Canonical.network("ffff::1", 32, 128)).isEqualTo("ffff::1/128");
    assertThat(Canonical.network("1:1:1:1:8001::1", 32, 65)).isEqualTo("1:1:1:1:8000::/65");
    assertThatThrownBy(() -> Canonical.network("192.0.2.0/24", 24, 48))
        .hasMessage("is no IP address");
    assertThatThrownBy(() -> Canonical.network("", 24, 48)).hasMessage("is no IP address");
  }

  private static void assertRefused(ValueReader reader, String text, String reason) {
    assertThat(Values.misfit(reader, JsonKind.STRING, text)).hasMessage(reason);
  }
}

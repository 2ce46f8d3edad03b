package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.DiscardedMessage;
import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A spec of several kinds of event, of which one makes a row of each element. */
class EventKindsTest {
  private static final Map<String, String> ORDER =
      Map.of("event_type", "order.placed", "region", "eu");
  private static final String ELEMENT =
      """
      {"id": "123E4567-e89b-12d3-a456-426614174000", "placed_at": "2026-11-23T10:00:00+01:00", \
      "paid": 1700000000123, "total": "12.50", "gift": true, "tags": ["a", null, 1], \
      "lines": [{"sku": 1}], "customer": {"email": " Ann@EXAMPLE.org"}}""";

  private final EventParser parser =
      new EventParser(Specs.resource("kinds.json"), Protection.plain());

  @Test
  void first_kind_that_fits_is_taken() {
    assertThat(event("{\"kind\":\"visit\",\"ip\":\"192.0.2.1\"}").kind()).isZero();
    assertThat(event("{\"kind\":\"refund.full\"}").kind()).isEqualTo(2);
    assertThat(event("{\"kind\":\"visit\",\"ip\":\"::1\",\"orders\":[]}", ORDER).kind()).isZero();
  }

  @Test
  void attributes_choose_a_kind_and_fill_columns() {
    MaskedEvent event = event("{\"shop\":\"s\",\"orders\":[" + ELEMENT + "]}", ORDER);

    assertThat(event.kind()).isEqualTo(1);
    assertThat(event.rows()).hasSize(1);
    String mask = Protection.plain().mask("ann@example.org").masked();
    assertThat(event.rows().get(0).values())
        .containsExactly(
            "123e4567-e89b-12d3-a456-426614174000",
            "2026-11-23T09:00:00+00:00",
            "2023-11-14T22:13:20.123+00:00",
            "12.50",
            "true",
            "{\"a\",NULL,\"1\"}",
            "[{\"sku\": 1}]",
            mask,
            "s",
            "eu",
            "0",
            "m1");
    assertThat(event.firstPseudonym()).contains(new Pseudonym(mask, "ann@example.org"));
  }

  @Test
  void each_element_is_a_row_and_shares_what_the_event_has() {
    String orders = ELEMENT + "," + ELEMENT.replace("12.50", "3");
    MaskedEvent event = event("{\"orders\":[" + orders + "],\"shop\":\"s\"}", ORDER);

    assertThat(event.rows())
        .extracting(row -> row.values().get(3))
        .containsExactly("12.50", "3.00");
    assertThat(event.rows()).extracting(row -> row.values().get(10)).containsExactly("0", "1");
    assertThat(event.rows()).extracting(row -> row.values().get(8)).containsExactly("s", "s");
  }

  @Test
  void empty_array_makes_no_row() {
    assertThat(event("{\"orders\":[]}", ORDER).rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', MISSING_FIELD, orders: is missing",
    "'{\"orders\":null}', MISSING_FIELD, orders: is null",
    "'{\"orders\":{}}', WRONG_TYPE, orders: must be an array",
    "'{\"orders\":[1]}', WRONG_TYPE, orders/0: must be an object",
    "'{\"orders\":[null]}', WRONG_TYPE, orders/0: must be an object",
    "'{\"orders\":[],\"orders\":[]}', REPEATED_FIELD, orders: occurs more than once"
  })
  void array_that_is_none_is_rejected(String body, Kind kind, String reason) {
    assertRejected(body, ORDER, kind, "event order: " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"12.50\"', '12.345', total: has more than 2 decimals",
    "'2026-11-23T', '2026-02-30T', placed_at: must be",
    "'\"id\"', '\"Id\"', id: is missing",
    "'Ann@', '@', customer/email:",
    "'\"tags\": [', '\"tags\": [[],', tags: must be"
  })
  void bad_element_rejects_the_message_and_is_named(String from, String to, String reason) {
    String bad = ELEMENT.replace(from, to);
    RejectedMessage reject =
        reject("{\"orders\":[" + ELEMENT + "," + bad + "," + bad + "]}", ORDER);

    assertThat(reject.reason()).startsWith("event order: orders/1/" + reason);
    assertThat(reject.attributes()).isEqualTo(ORDER);
  }

  @Test
  void more_elements_than_ten_thousand_are_rejected() {
    String elements =
        IntStream.range(0, 10_000).mapToObj(i -> ELEMENT).collect(Collectors.joining(","));
    assertThat(event("{\"orders\":[" + elements + "]}", ORDER).rows()).hasSize(10_000);
    assertRejected(
        "{\"orders\":[" + elements + "," + ELEMENT + "]}",
        ORDER,
        Kind.TOO_LONG,
        "event order: orders: has more than 10000 elements");
  }

  @Test
  void rows_that_repeat_a_large_text_are_bounded() {
    String elements =
        IntStream.range(0, 200).mapToObj(i -> ELEMENT).collect(Collectors.joining(","));
    String shop = "x".repeat(400_000);

    RejectedMessage reject =
        reject("{\"shop\":\"" + shop + "\",\"orders\":[" + elements + "]}", ORDER);
    assertThat(reject.reason())
        .matches("event order: orders/16\\d: the rows take more than 64 MiB");
  }

  @Test
  void no_kind_fits_a_message_that_the_spec_does_not_know() {
    assertRejected(
        "{\"kind\":\"else\"}", Map.of(), Kind.UNKNOWN_EVENT, "no event of the spec fits");
    assertRejected("[]", Map.of(), Kind.UNKNOWN_EVENT, "no event of the spec fits");
    assertRejected(
        "{\"test\":false,\"orders\":[]}", ORDER, Kind.UNKNOWN_EVENT, "no event of the spec fits");
  }

  @Test
  void what_is_no_json_is_rejected_as_such_whatever_its_attributes_say() {
    assertThat(reject("{\"orders\":[]", ORDER).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(reject("{\"kind\":\"ping\"} x", Map.of()).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(reject("", Map.of()).kind()).isEqualTo(Kind.NOT_JSON);
  }

  @Test
  void tested_field_that_stands_twice_is_rejected() {
    assertRejected(
        "{\"kind\":\"ping\",\"kind\":\"visit\"}",
        Map.of(),
        Kind.REPEATED_FIELD,
        "kind: occurs more than once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ping\"", "1", "1.0", "10e-1", "0.1E+1", "null"})
  void scalars_compare_by_value(String kind) {
    assertThat(parse("{\"kind\":" + kind + "}", Map.of()))
        .isEqualTo(new DiscardedMessage("m1", SENT, "ping"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "\"null\"", "true", "1.5", "-1", "\"Ping\"", "{}", "[]"})
  void scalars_of_other_types_and_values_differ(String kind) {
    assertThat(reject("{\"kind\":" + kind + "}", Map.of()).kind()).isEqualTo(Kind.UNKNOWN_EVENT);
  }

  @Test
  void partial_masks_keep_no_original() {
    MaskedRow row =
        event("{\"kind\":\"visit\",\"ip\":\"::ffff:192.0.2.77\",\"born\":\"1984-05-06\"}")
            .rows()
            .get(0);

    assertThat(row.values().subList(1, 3)).containsExactly("192.0.2.0/24", "1984-01-01");
    assertThat(row.pseudonyms()).extracting(Pseudonym::original).containsExactly("192.0.2.77");
  }

  @Test
  void email_keeps_its_domain_behind_the_hash() {
    MaskedRow row =
        event("{\"kind\":\"refund\",\"mail\":\"Bob@B\u00fccher.example \"}").rows().get(0);

    Pseudonym whole = Protection.plain().mask("bob@xn--bcher-kva.example");
    assertThat(row.pseudonyms()).containsExactly(whole);
    assertThat(row.values().get(0)).isEqualTo(whole.masked() + "@xn--bcher-kva.example");
  }

  @Test
  void message_tells_its_group_and_the_moment_of_sending() {
    MaskedRow row = event("{\"kind\":\"refund\"}", Map.of(QueueMessage.GROUP, "g")).rows().get(0);

    assertThat(row.values()).containsExactly(null, null, "g", SENT.toString(), "m1");
    assertThat(event("{\"kind\":\"refund\"}").rows().get(0).values().get(2)).isNull();
  }

  @Test
  void several_columns_may_read_one_place_and_places_within_it() {
    EventSpec spec =
        Specs.of(
            """
            {"table": "t", "columns": [
              {"name": "whole", "pointer": "", "type": "jsonb"},
              {"name": "part", "pointer": "/a", "type": "jsonb"},
              {"name": "inner", "pointer": "/a/1/b", "type": "text"},
              {"name": "again", "pointer": "/a/1/b", "type": "integer"},
              {"name": "id", "message": "message_id", "type": "text"}]}""");
    String body = "{\"a\" : [ 0, {\"b\":\"7\"} ]}";
    ParsedMessage parsed =
        new EventParser(spec, Protection.plain())
            .parse(new QueueMessage(new Receipt("m1", "h", ""), body, SENT, 1));

    assertThat(((MaskedEvent) parsed).rows().get(0).values())
        .containsExactly(body, "[ 0, {\"b\":\"7\"} ]", "7", "7", "m1");
  }

  @Test
  void root_leads_past_each_and_into_its_array() {
    EventSpec spec =
        Specs.of(
            """
            {"table": "t", "each": "/list", "columns": [
              {"name": "tag", "pointer": "", "type": "text"},
              {"name": "first", "root": "/list/0", "type": "text"},
              {"name": "all_of_them", "root": "/list", "type": "jsonb"},
              {"name": "place", "message": "element", "type": "bigint"},
              {"name": "id", "message": "message_id", "type": "text"}]}""");
    ParsedMessage parsed =
        new EventParser(spec, Protection.plain())
            .parse(
                new QueueMessage(new Receipt("m1", "h", ""), "{\"list\":[\"a\",null]}", SENT, 1));

    assertThat(((MaskedEvent) parsed).rows())
        .extracting(MaskedRow::values)
        .containsExactly(
            List.of("a", "a", "[\"a\",null]", "0", "m1"),
            Arrays.asList(null, "a", "[\"a\",null]", "1", "m1"));
  }

  private static final Instant SENT = Instant.parse("2026-11-23T23:59:59.999Z");

  private ParsedMessage parse(String body, Map<String, String> attributes) {
    return parser.parse(
        new QueueMessage(new Receipt("m1", "handle", ""), body, SENT, 1, attributes));
  }

  private MaskedEvent event(String body) {
    return event(body, Map.of());
  }

  private MaskedEvent event(String body, Map<String, String> attributes) {
    ParsedMessage parsed = parse(body, attributes);
    assertThat(parsed).isInstanceOf(MaskedEvent.class);
    return (MaskedEvent) parsed;
  }

  private RejectedMessage reject(String body, Map<String, String> attributes) {
    ParsedMessage parsed = parse(body, attributes);
    assertThat(parsed).isInstanceOf(RejectedMessage.class);
    return (RejectedMessage) parsed;
  }

  private void assertRejected(
      String body, Map<String, String> attributes, Kind kind, String reason) {
    RejectedMessage reject = reject(body, attributes);
    assertThat(reject.reason()).isEqualTo(reason);
    assertThat(reject.kind()).isEqualTo(kind);
  }
}

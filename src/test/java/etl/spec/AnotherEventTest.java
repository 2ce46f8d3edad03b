package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.spec.file.SpecFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another event is another file: nested fields, arrays, and every type of column. */
class AnotherEventTest {
  private static final int DOOR = 1;
  private static final int SIDE = 2;
  private static final int BADGE = 3;
  private static final int GUEST = 4;
  private static final int SECONDS = 6;

  // As sha256sum prints it.
  private static final String BADGE_MASK =
      "de650d61f5bd166a91f8ccec3158297db18b9d50eaedca238cd29dc3a214a916";

  private final EventParser parser =
      new EventParser(Specs.resource("door_events.json"), Protection.plain());

  @Test
  void nested_event_becomes_a_row() {
    MaskedEvent event =
        event(
            """
            {"door": {"floor": 2, "id": 9223372036854775807, "side/wing": "é"},
             "badges": [{"number": 4711, "kind": "staff"}, {"kind": "guest"}, {"number": 1}],
             "seconds": 1.50, "forced": false}""");

    assertThat(event.rows().get(0).values())
        .containsExactly(
            Logins.ID,
            "9223372036854775807",
            "é",
            BADGE_MASK,
            null,
            "staff",
            "1.50",
            "false",
            "false",
            "2026-11-23");
    assertThat(event.rows().get(0).pseudonyms())
        .containsExactly(new Pseudonym(BADGE_MASK, "4711"), null);
  }

  @Test
  void masked_columns_keep_their_places() {
    MaskedEvent event =
        event("{\"door\":{\"id\":1},\"badges\":[{\"number\":\"\\u0034711\"},{\"number\":\"5\"}]}");

    assertThat(event.rows().get(0).pseudonyms())
        .extracting(Pseudonym::original)
        .containsExactly("4711", "5");
    assertThat(event.rows().get(0).values().subList(BADGE, GUEST + 1))
        .isEqualTo(event.rows().get(0).pseudonyms().stream().map(Pseudonym::masked).toList());
  }

  @Test
  void empty_optional_text_under_a_mask_is_null() {
    MaskedEvent event =
        event("{\"door\":{\"id\":1},\"badges\":[{\"number\":\"4711\"},{\"number\":\"\"}]}");

    assertThat(event.rows().get(0).values().get(GUEST)).isNull();
    assertThat(event.rows().get(0).pseudonyms().get(1)).isNull();
  }

  @Test
  void array_may_be_an_object_with_numbers_for_names() {
    MaskedEvent event =
        event("{\"door\":{\"id\":1},\"badges\":{\"1\":{\"number\":2},\"0\":{\"number\":1}}}");

    assertThat(event.rows().get(0).pseudonyms())
        .extracting(Pseudonym::original)
        .containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "null", "[[],1]", "[null]", "{\"00\":{\"number\":1}}"})
  void required_field_of_an_element_that_is_not_there_is_missing(String badges) {
    assertRejected(
        "{\"door\":{\"id\":1},\"badges\":" + badges + "}",
        badges.equals("[[],1]") ? Kind.WRONG_TYPE : Kind.MISSING_FIELD,
        badges.equals("[[],1]") ? "badges/0: must be an object" : "badges/0/number: is missing");
  }

  @Test
  void array_index_has_no_leading_zero() {
    Column seventh =
        new Column(
            "seventh",
            Source.document(Source.Kind.POINTER, List.of("list", "07")),
            ColumnType.of(ColumnType.Base.TEXT),
            true,
            Mask.NONE,
            List.of(),
            true,
            false);
    List<Column> columns = List.of(seventh, SpecFile.builtIn().tables().get(0).messageId());
    EventKind kind = new EventKind("lists", List.of(), null, "lists", columns, null);
    EventSpec spec =
        new EventSpec("lists", List.of(), List.of(kind), EventSpec.Otherwise.REJECT, false);
    EventParser lists = new EventParser(spec, Protection.plain());

    assertThat(lists.parse(Logins.message("{\"list\":{\"07\":\"a\"}}")))
        .isInstanceOf(MaskedEvent.class);
    assertThat(lists.parse(Logins.message("{\"list\":[0,1,2,3,4,5,6,7]}")))
        .isInstanceOf(RejectedMessage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"x\"", "true", "[]"})
  void value_in_place_of_an_object_on_the_way_is_of_the_wrong_type(String door) {
    assertRejected(with("{\"door\":" + door), Kind.WRONG_TYPE, "door: must be an object");
  }

  @Test
  void object_on_the_way_that_stands_twice_is_rejected() {
    assertRejected(
        with("{\"door\":{\"id\":1},\"door\":{}"),
        Kind.REPEATED_FIELD,
        "door: occurs more than once");
    assertRejected(
        with("{\"door\":null,\"door\":{\"id\":1}"),
        Kind.REPEATED_FIELD,
        "door: occurs more than once");
    assertRejected(
        with("{\"door\":{\"id\":1,\"id\":1}"),
        Kind.REPEATED_FIELD,
        "door/id: occurs more than once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9223372036854775807", "-9223372036854775808", "-1"})
  void bigint_takes_whole_numbers_of_64_bits(String number) {
    assertThat(row(with("{\"door\":{\"id\":" + number + "}")).values().get(DOOR)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775808, is out of range for bigint",
    "-9223372036854775809, is out of range for bigint",
    "100000000000000000000, is out of range for bigint",
    "1.5, must be a whole number",
    "1e-3, must be a whole number",
    "'\"x\"', must be a whole number",
    "'\" 1\"', must be a whole number",
    "true, must be a whole number",
    "'{}', must be a whole number"
  })
  void bigint_takes_nothing_else(String json, String reason) {
    assertRejected(with("{\"door\":{\"id\":" + json + "}"), Kind.WRONG_TYPE, "door/id: " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "1e131071",
        "9.99e131071",
        "0.001e131074",
        "1e-16383",
        "0.1e-16382",
        "0e5",
        "1e+0000005",
        "1e-00000000000000000005",
        "123.45e10",
        "0.000e9999999"
      })
  void numeric_takes_what_postgres_can_hold(String number) {
    assertThat(row(with("{\"door\":{\"id\":1},\"seconds\":" + number)).values().get(SECONDS))
        .isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e131072",
        "10e131071",
        "0.01e131074",
        "1e-16384",
        "0.1e-16383",
        "1e9999999999",
        "-1e-9999999999999999999999",
        "1e131073"
      })
  void numeric_beyond_what_postgres_can_hold_is_rejected(String number) {
    assertRejected(
        with("{\"door\":{\"id\":1},\"seconds\":" + number),
        Kind.WRONG_TYPE,
        "seconds: is out of range for numeric");
  }

  @Test
  void very_long_numbers_are_checked_in_linear_time() {
    String digits = "9".repeat(1_000_000);

    assertRejected(
        with("{\"door\":{\"id\":1},\"seconds\":" + digits),
        Kind.WRONG_TYPE,
        "seconds: is out of range for numeric");
    assertRejected(
        with("{\"door\":{\"id\":" + digits + "}"),
        Kind.WRONG_TYPE,
        "door/id: is out of range for bigint");
  }

  @Test
  void boolean_takes_no_text() {
    assertRejected(
        with("{\"door\":{\"id\":1},\"forced\":\"true\""),
        Kind.WRONG_TYPE,
        "forced: must be a boolean");
  }

  @Test
  void length_of_a_nested_field_is_checked() {
    assertThat(row(with("{\"door\":{\"id\":1,\"side/wing\":\"12345678\"}")).values().get(SIDE))
        .isEqualTo("12345678");
    assertRejected(
        with("{\"door\":{\"id\":1,\"side/wing\":\"123456789\"}"),
        Kind.TOO_LONG,
        "door/side/wing: is longer than 8 characters");
  }

  private static String with(String beginning) {
    return beginning + ",\"badges\":[{\"number\":4711}]}";
  }

  private MaskedRow row(String body) {
    return event(body).rows().get(0);
  }

  private MaskedEvent event(String body) {
    ParsedMessage parsed = parser.parse(Logins.message(body));
    assertThat(parsed).isInstanceOf(MaskedEvent.class);
    return (MaskedEvent) parsed;
  }

  private void assertRejected(String body, Kind kind, String reason) {
    ParsedMessage parsed = parser.parse(Logins.message(body));
    assertThat(parsed).isInstanceOf(RejectedMessage.class);
    assertThat(((RejectedMessage) parsed).reason()).isEqualTo(reason);
    assertThat(((RejectedMessage) parsed).kind()).isEqualTo(kind);
  }
}

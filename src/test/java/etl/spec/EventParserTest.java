package etl.spec;

import static etl.event.Logins.event;
import static etl.event.Logins.row;
import static etl.event.Logins.with;
import static etl.event.Logins.withExtra;
import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.masking.Protection;
import etl.masking.Pseudonym;
import etl.spec.file.SpecFile;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
  // As sha256sum prints them.
  private static final String IP_MASK =
      "37fcff24bf62035b2b08020afc08b4fecd4fcffce57ab23518e3561ff0fe76b9";
  private static final String DEVICE_MASK =
      "4f00c1a807b673887c7af517d0df68e6b41aecf8cbec26c71fe4c580664669ed";

  private static final int USER_ID = 0;
  private static final int DEVICE_TYPE = 1;
  private static final int LOCALE = 4;
  private static final int APP_VERSION = 5;
  private static final int CREATE_DATE = 6;

  @Test
  void login_becomes_a_masked_row() {
    MaskedEvent event = event(Logins.BODY);

    assertThat(event.messageId()).isEqualTo(Logins.ID);
    assertThat(event.rows().get(0).values())
        .containsExactly(
            "u-1", "ios", IP_MASK, DEVICE_MASK, "DE", "2.3.0", "2026-11-23", Logins.ID);
    assertThat(event.rows().get(0).pseudonyms())
        .containsExactly(
            new Pseudonym(IP_MASK, "192.0.2.1"), new Pseudonym(DEVICE_MASK, "593-47-5928"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T00:00:00Z, 2026-11-23",
    "2026-11-22T23:59:59.999Z, 2026-11-22",
    "2024-02-29T12:00:00Z, 2024-02-29",
    "1970-01-01T00:00:00Z, 1970-01-01",
    "1969-12-31T23:59:59Z, 1969-12-31"
  })
  void create_date_is_the_utc_date_of_sending(Instant sentAt, String date) {
    EventParser parser = new EventParser(SpecFile.builtIn(), Protection.plain());
    QueueMessage message =
        new QueueMessage(new Receipt(Logins.ID, "handle", ""), Logins.BODY, sentAt, 1);

    assertThat(((MaskedEvent) parser.parse(message)).rows().get(0).values().get(CREATE_DATE))
        .isEqualTo(date);
    assertThat(((MaskedEvent) parser.parse(message)).rows().get(0).values().get(CREATE_DATE))
        .isEqualTo(date);
  }

  @Test
  void optional_fields_may_be_null() {
    assertThat(row(with("locale", "null")).values().get(LOCALE)).isNull();
  }

  @Test
  void optional_fields_may_be_missing_and_extra_fields_are_ignored() {
    String body =
        """
        {"ip":"a","device_id":"b","user_id":"c","Locale":"DE","loc":"DE","locale2":"DE","":0}""";

    assertThat(row(body).values().get(LOCALE)).isNull();
    assertThat(row(body).values().get(USER_ID)).isEqualTo("c");
  }

  @Test
  void optional_text_may_be_empty() {
    assertThat(row(with("locale", "\"\"")).values().get(LOCALE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.50",
        "1e5",
        "1E+05",
        "-12.5e-3",
        "true",
        "false",
        "1234567890123456789012345678.90",
        "18446744073709551616000"
      })
  void text_columns_take_numbers_and_booleans_as_they_were_written(String literal) {
    assertThat(row(with("app_version", literal)).values().get(APP_VERSION)).isEqualTo(literal);
    assertThat(row(with("ip", literal)).pseudonyms().get(0).original()).isEqualTo(literal);
  }

  @Test
  void escapes_stand_for_what_rfc_8259_says() {
    String body = with("user_id", "\"\\u00e9\\t\\n\\r\\b\\f\\/\\\\\\\"\\uD83D\\uDE00\\u004A\"");

    assertThat(row(body).values().get(USER_ID)).isEqualTo("é\t\n\r\b\f/\\\"\uD83D\uDE00J");
  }

  @Test
  void field_names_may_be_escaped() {
    assertThat(event(Logins.BODY.replace("\"user_id\"", "\"\\u0075ser_id\""))).isNotNull();
  }

  @Test
  void length_is_counted_in_code_points() {
    String faces = "\uD83D\uDE00".repeat(32);

    assertThat(row(with("device_type", '"' + faces + '"')).values().get(DEVICE_TYPE))
        .isEqualTo(faces);
  }

  @Test
  void original_of_a_mask_may_have_any_length() {
    String longest = "9".repeat(200_000);

    assertThat(row(with("ip", '"' + longest + '"')).pseudonyms().get(0).original())
        .isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000\"",
        "\"\\uD800\"",
        "{\"ip\": \"\\u0000\"}",
        "[[], {}, [{}]]",
        "-1e9999"
      })
  void ignored_fields_may_hold_what_no_column_can(String json) {
    assertThat(event(withExtra(json))).isNotNull();
  }

  @Test
  void ignored_fields_may_hold_half_of_a_raw_surrogate_pair() {
    assertThat(event(withExtra("\"\uD800\""))).isNotNull();
  }

  @Test
  void ignored_fields_may_nest_as_deep_as_a_message_can_hold() {
    int depth = 500_000;

    assertThat(event(withExtra("[".repeat(depth) + "]".repeat(depth)))).isNotNull();
    assertThat(event(withExtra("{\"a\":".repeat(depth) + "0" + "}".repeat(depth)))).isNotNull();
  }

  @Test
  void number_may_be_as_long_as_a_message_can_hold() {
    assertThat(event(withExtra("1" + "0".repeat(1_000_000)))).isNotNull();
  }

  @Test
  void whitespace_may_stand_between_all_tokens() {
    String body = "\t\r\n " + Logins.BODY.replaceAll("([:,{}])", " \t$1\r\n") + " \n";

    assertThat(row(body).values()).isEqualTo(row(Logins.BODY).values());
  }
}

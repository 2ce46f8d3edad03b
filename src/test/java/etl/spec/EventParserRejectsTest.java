package etl.spec;

import static etl.event.Logins.reject;
import static etl.event.Logins.with;
import static etl.event.Logins.withExtra;
import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.masking.Protection;
import etl.spec.file.SpecFile;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserRejectsTest {
  @Test
  void reject_keeps_the_body_and_the_time_of_sending() {
    RejectedMessage reject = reject("nonsense \uFEFF\u0000");

    assertThat(reject.messageId()).isEqualTo(Logins.ID);
    assertThat(reject.body()).isEqualTo("nonsense \uFEFF\u0000");
    assertThat(reject.sentAt()).isEqualTo(Instant.parse("2026-11-23T23:59:59.999Z"));
  }

  @Test
  void text_that_is_not_json_is_rejected_with_the_place_where_it_goes_wrong() {
    assertThat(reject("{\"ip\":x}").reason()).isEqualTo("not valid JSON (RFC 8259) at character 7");
  }

  @Test
  void broken_json_is_called_that_whatever_else_is_wrong() {
    assertThat(reject("{\"ip\":[],\"ip\":\"\\u0000\",").kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(reject("[1").kind()).isEqualTo(Kind.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{\"ip\":1}]", "\"ip\"", "12", "true", "null", " [[[]]] "})
  void json_that_is_not_an_object_is_rejected(String body) {
    assertThat(reject(body).kind()).isEqualTo(Kind.NOT_AN_OBJECT);
    assertThat(reject(body).reason()).isEqualTo("not a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Type':'Notification','TopicArn':'arn','Message':'{}'} | an SNS notification: add",
        "{'Message':'{}','T\\u006fpicArn':'arn','Type':'Notification'} | an SNS notification: add",
        "{'Type':'SubscriptionConfirmation','TopicArn':'arn','Message':'m'} | a message of SNS about",
        "{'version':'0','detail-type':'Login','source':'me','detail':{'ip':1}} | an EventBridge event",
        "{'Records':[{'eventVersion':'2.1','eventSource':'aws:s3','s3':{}},{}]} | an S3 event",
        "{'Service':'Amazon S3','Event':'s3:TestEvent','Bucket':'b'} | an S3 event notification",
      })
  void body_in_an_envelope_is_rejected_with_a_word_about_it(String body, String what) {
    RejectedMessage reject = reject(body.replace('\'', '"'));

    assertThat(reject.kind()).isEqualTo(Kind.MISSING_FIELD);
    assertThat(reject.reason()).startsWith("user_id: is missing (the body is " + what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software.amazon.payloadoffloading.PayloadS3Pointer",
        "com.amazon.sqs.javamessaging.MessageS3Pointer"
      })
  void pointer_of_the_extended_client_is_rejected_with_a_word_about_it(String type) {
    assertThat(reject("[\"" + type + "\",{\"s3BucketName\":\"b\",\"s3Key\":\"k\"}]").reason())
        .isEqualTo(
            "not a JSON object (the body is a pointer of the SQS extended client: the event itself"
                + " is in S3)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'Message':'m'}",
        "{'TopicArn':[{'Message':1}]}",
        "{'Type':'Notification','Records':{}}",
        "{'Records':[]}",
        "{'Records':[{}]}",
        "{'Records':[[{'eventSource':'aws:s3'}]]}",
        "{'Records':[{'eventSource':'aws:sqs'}]}",
        "{'Records':[{'eventSource':['aws:s3']}]}",
        "{'x':{'TopicArn':'a','Message':'m'}}",
        "{'detail':{},'detail_type':'x'}",
      })
  void body_that_only_resembles_an_envelope_is_not_called_one(String body) {
    assertThat(reject(body.replace('\'', '"')).reason()).isEqualTo("user_id: is missing");
  }

  @Test
  void event_that_holds_an_envelopes_fields_too_is_no_reject() {
    String both = Logins.BODY.replace("}", ", \"TopicArn\": 1, \"Message\": 2}");

    assertThat(Logins.parse(both)).isInstanceOf(MaskedEvent.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"10.0.0.1\"", "null", "[]", "\"192.0.2.1\""})
  void mapped_field_that_stands_twice_is_rejected(String second) {
    String body = Logins.BODY.replace("}", ", \"ip\": " + second + "}");

    assertThat(reject(body).kind()).isEqualTo(Kind.REPEATED_FIELD);
    assertThat(reject(body).reason()).isEqualTo("ip: occurs more than once");
  }

  @Test
  void mapped_field_that_stands_twice_under_an_escaped_name_is_rejected() {
    assertThat(reject(Logins.BODY.replace("}", ", \"i\\u0070\": 1}")).kind())
        .isEqualTo(Kind.REPEATED_FIELD);
  }

  @Test
  void ignored_field_may_stand_twice() {
    assertThat(Logins.event(withExtra("{\"ip\":1,\"ip\":2},\"extra\":1"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_id", "ip", "device_id"})
  void required_field_that_is_missing_null_or_empty_is_rejected(String field) {
    assertMissing(Logins.BODY.replace('"' + field + '"', "\"other\""), field + ": is missing");
    assertMissing(with(field, "null"), field + ": is null");
    assertMissing(with(field, "\"\""), field + ": is empty");
  }

  @ParameterizedTest
  @CsvSource({"ip, []", "user_id, {}", "locale, [1]", "app_version, '{\"ip\": 1}'"})
  void value_of_the_wrong_type_is_rejected(String field, String json) {
    RejectedMessage reject = reject(with(field, json));

    assertThat(reject.kind()).isEqualTo(Kind.WRONG_TYPE);
    assertThat(reject.reason()).isEqualTo(field + ": must be text, a number or a boolean");
  }

  @ParameterizedTest
  @CsvSource({"user_id, 128", "locale, 32", "app_version, 32", "device_type, 32"})
  void text_too_long_for_its_column_is_rejected(String field, int length) {
    assertThat(Logins.event(with(field, '"' + "x".repeat(length) + '"'))).isNotNull();

    RejectedMessage reject = reject(with(field, '"' + "x".repeat(length + 1) + '"'));
    assertThat(reject.kind()).isEqualTo(Kind.TOO_LONG);
    assertThat(reject.reason()).isEqualTo(field + ": is longer than " + length + " characters");
    assertThat(reject(with(field, "1".repeat(length + 1))).kind()).isEqualTo(Kind.TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\uD800",
        "\\uDC00",
        "\\uDC00\\uD800",
        "\\uD800x",
        "\uD800",
        "\uDC00\uD800",
        "\uD83D" + "\\u0041",
        "\uD83D\uDE00\uDE00"
      })
  void text_that_postgres_cannot_hold_is_rejected(String text) {
    for (String field : new String[] {"user_id", "ip", "locale"}) {
      RejectedMessage reject = reject(with(field, '"' + text + '"'));

      assertThat(reject.kind()).isEqualTo(Kind.UNSTORABLE_TEXT);
      assertThat(reject.reason()).isEqualTo(field + ": holds NUL or half of a surrogate pair");
    }
  }

  @Test
  void message_id_that_cannot_be_stored_is_rejected_under_an_id_that_can() {
    EventParser parser = new EventParser(SpecFile.builtIn(), Protection.plain());
    ParsedMessage tooLong = parser.parse(Logins.message("i".repeat(129), Logins.BODY));
    ParsedMessage again = parser.parse(Logins.message("i".repeat(129), Logins.BODY));
    ParsedMessage nul = parser.parse(Logins.message("i\u0000", Logins.BODY));
    ParsedMessage half = parser.parse(Logins.message("i\uD800", Logins.BODY));
    ParsedMessage otherHalf = parser.parse(Logins.message("i\uD801", Logins.BODY));

    assertThat(((RejectedMessage) tooLong).reason())
        .isEqualTo("message_id: is longer than 128 characters");
    assertThat(tooLong.messageId()).matches("unstorable:[0-9a-f]{64}").isEqualTo(again.messageId());
    assertThat(tooLong.messageId()).isNotEqualTo(nul.messageId()).isNotEqualTo(half.messageId());
    assertThat(half.messageId()).isNotEqualTo(otherHalf.messageId());
  }

  @Test
  void deepest_possible_nesting_is_rejected_without_a_stack_overflow() {
    assertThat(reject("[".repeat(1 << 20)).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(reject("{\"ip\":" + "[".repeat(1 << 20)).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(reject("{\"a\":".repeat(1 << 17)).kind()).isEqualTo(Kind.NOT_JSON);
  }

  private static void assertMissing(String body, String reason) {
    assertThat(reject(body).kind()).isEqualTo(Kind.MISSING_FIELD);
    assertThat(reject(body).reason()).isEqualTo(reason);
  }
}

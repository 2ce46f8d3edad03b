package etl.spec;

import static etl.envelope.Wraps.base64;
import static etl.envelope.Wraps.gzip;
import static etl.envelope.Wraps.member;
import static etl.envelope.Wraps.text;
import static etl.envelope.Wraps.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import etl.envelope.Wraps;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.masking.Protection;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that stand in envelopes. */
class EnvelopesTest {
  private static final String EVENT = "{\"ip\":\"192.0.2.1\",\"city\":\"K\u00f6ln \\u20ac\\n\"}";
  private static final List<String> ROW =
      List.of(Protection.plain().mask("192.0.2.1").masked(), "K\u00f6ln \u20ac\n", "m1");

  private static final String GZIP = "{'pointer':'/payload','encoded':'base64+gzip'}";

  @Test
  void event_is_read_through_its_envelope() {
    assertThat(row("'sns'", Wraps.sns(EVENT))).isEqualTo(ROW);
    assertThat(row("'eventbridge'", Wraps.eventBridge(EVENT))).isEqualTo(ROW);
    assertThat(row("'cloudevents'", Wraps.cloudEvent(EVENT))).isEqualTo(ROW);
    assertThat(row("'cloudevents'", Wraps.binaryCloudEvent(EVENT))).isEqualTo(ROW);
  }

  @Test
  void payload_is_read_as_it_is_encoded() {
    assertThat(row("{'pointer':'/payload'}", payload(EVENT))).isEqualTo(ROW);
    assertThat(row("{'pointer':'/payload','encoded':'json'}", payload(text(EVENT)))).isEqualTo(ROW);
    assertThat(row("{'pointer':'/payload','encoded':'base64'}", payload(base64Text(utf8(EVENT)))))
        .isEqualTo(ROW);
    assertThat(row(GZIP, payload(base64Text(gzip(utf8(EVENT)))))).isEqualTo(ROW);
    assertThat(row("{'pointer':'','encoded':'json'}", text(EVENT))).isEqualTo(ROW);
    assertThat(
            row("{'pointer':'/a~1b/1','encoded':'json'}", member("a/b", "[0," + text(EVENT) + "]")))
        .isEqualTo(ROW);
  }

  @Test
  void envelopes_are_opened_from_the_outermost_inwards() {
    String zipped = payload(base64Text(gzip(utf8(Wraps.cloudEvent(EVENT)))));

    assertThat(
            row(
                "'sns','eventbridge'," + GZIP + ",'cloudevents'",
                Wraps.sns(Wraps.eventBridge(zipped))))
        .isEqualTo(ROW);
    assertThat(row("'eventbridge','sns'", Wraps.eventBridge(Wraps.sns(EVENT)))).isEqualTo(ROW);
    assertThat(reject("'eventbridge','sns'", Wraps.sns(Wraps.eventBridge(EVENT))).reason())
        .startsWith("envelope 1 (eventbridge): detail is missing (the body is an SNS notification");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'sns' | {'ip':'192.0.2.1'} | MISSING_FIELD | envelope sns: Type is missing
          'sns' | [] | NOT_AN_OBJECT | envelope sns: not a JSON object
          'sns' | {'Type':'Notification'} | MISSING_FIELD | envelope sns: Message is missing
          'sns' | {'Type':'Notification','Message':null} | MISSING_FIELD | envelope sns: Message is null
          'sns' | {'Type':'Notification','Message':{}} | WRONG_TYPE | envelope sns: Message must be a string
          'sns' | {'Type':1,'Message':'{}'} | WRONG_TYPE | envelope sns: Type is not Notification
          'sns' | {'Type':'UnsubscribeConfirmation','Message':'{}'} | WRONG_TYPE | envelope sns: Type is not Notification
          'sns' | {'Type':'SubscriptionConfirmation','TopicArn':'a','Message':'m'} | WRONG_TYPE | envelope sns: Type is not Notification (the body is a message of SNS about a subscription)
          'sns' | {'Type':'Notification','Message':'{}','Message':'{}'} | REPEATED_FIELD | envelope sns: Message occurs more than once
          'sns' | {'Type':'Notification','Message':'{}','MessageAttributes':[]} | WRONG_TYPE | envelope sns: MessageAttributes must be an object
          'sns' | {'Type':'Notification','Message':'text'} | NOT_JSON | envelope sns: Message is not valid JSON (RFC 8259) at character 1
          'sns' | {'Type':'Notification','Message':'{} x'} | NOT_JSON | envelope sns: Message is not valid JSON (RFC 8259) at character 4
          'sns' | {'Type':'Notification','Message':''} | NOT_JSON | envelope sns: Message is not valid JSON (RFC 8259) at character 1
          'sns' | {'Type':'Notification','Message':'[]'} | NOT_AN_OBJECT | not a JSON object
          'sns' | {'Type':'Notification','Message':'{}'} x | NOT_JSON | not valid JSON (RFC 8259) at character 40
          'sns' | {'Message': | NOT_JSON | not valid JSON (RFC 8259) at character 12
          'eventbridge' | {} | MISSING_FIELD | envelope eventbridge: detail is missing
          'eventbridge' | {'detail':null} | MISSING_FIELD | envelope eventbridge: detail is null
          'eventbridge' | {'detail':{},'x':} | NOT_JSON | not valid JSON (RFC 8259) at character 18
          'eventbridge' | {'detail':'text'} | NOT_AN_OBJECT | not a JSON object
          'cloudevents' | {} | MISSING_FIELD | envelope cloudevents: data is missing
          'cloudevents' | {'data':{},'data_base64':''} | REPEATED_FIELD | envelope cloudevents: has both data and data_base64
          'cloudevents' | {'data_base64':'e30'} | MISSING_FIELD | ip: is missing
          'cloudevents' | {'data_base64':'e3'} | NOT_JSON | envelope cloudevents: data_base64 is not valid JSON (RFC 8259) at character 2
          'cloudevents' | {'data_base64':'e3 0='} | WRONG_TYPE | envelope cloudevents: data_base64 is no base64
          'cloudevents' | {'data_base64':'-_8='} | WRONG_TYPE | envelope cloudevents: data_base64 is no base64
          'cloudevents' | {'data_base64':'e3\u20ac='} | WRONG_TYPE | envelope cloudevents: data_base64 is no base64
          'cloudevents' | {'data_base64':'/w=='} | NOT_JSON | envelope cloudevents: data_base64 is not UTF-8
          'cloudevents' | {'data_base64':'77u/e30='} | NOT_JSON | envelope cloudevents: data_base64 is not valid JSON (RFC 8259) at character 1
          'cloudevents' | {'data_base64':7} | WRONG_TYPE | envelope cloudevents: data_base64 must be a string
          {'pointer':'/a/b'} | {'a':7} | MISSING_FIELD | envelope /a/b: is missing
          {'pointer':'/a/b'} | {'a':{'b':{},'b':1}} | REPEATED_FIELD | envelope /a/b: a/b occurs more than once
          {'pointer':'/a','encoded':'json'} | {'a':{}} | WRONG_TYPE | envelope /a: must be a string
          {'pointer':'/a','encoded':'json'} | {'a':'{'} | NOT_JSON | envelope /a: is not valid JSON (RFC 8259) at character 2
          {'pointer':'/a','encoded':'base64+gzip'} | {'a':'e30='} | WRONG_TYPE | envelope /a: is no gzip, or damaged
          {'pointer':'/a','encoded':'base64+gzip'} | {'a':''} | WRONG_TYPE | envelope /a: is no gzip, or damaged
          {'pointer':'/a','encoded':'base64+gzip'} | {'a':'?'} | WRONG_TYPE | envelope /a: is no base64
          'sns',{'pointer':'/a'} | {'Type':'Notification','Message':'{\\'a\\':}'} | NOT_JSON | envelope 1 (sns): Message is not valid JSON (RFC 8259) at character 6
          'sns',{'pointer':'/a'} | {'Type':'Notification','Message':'{}'} | MISSING_FIELD | envelope 2 (/a): is missing
          """)
  void body_that_is_not_in_its_envelope_is_rejected_with_what_it_lacks(
      String unwrap, String body, Kind kind, String reason) {
    RejectedMessage reject = reject(unwrap, body.replace('\'', '"'));

    assertThat(reject.reason()).isEqualTo(reason);
    assertThat(reject.kind()).isEqualTo(kind);
    assertThat(reject.body()).isEqualTo(body.replace('\'', '"'));
  }

  @Test
  void attributes_are_those_of_the_notification_and_not_the_queues() {
    String spec =
        """
        {"name": "s", "unwrap": ["sns"], "events": [
          {"name": "a", "when": {"attribute": "kind", "equals": "a"}, "table": "a", "columns": [
            {"name": "region", "attribute": "region", "type": "text"},
            {"name": "count", "attribute": "count", "type": "integer"},
            {"name": "grp", "message": "group_id", "type": "text"},
            {"name": "id", "message": "message_id", "type": "text"}]}]}""";
    String body =
        Wraps.sns("{}", Map.of("kind", "a", "region", "eu"))
            .replace(
                "\"MessageAttributes\":{",
                "\"MessageAttributes\":{\"count\":{\"Type\":\"Number\",\"Value\":\"7\"},\"other\":1,");
    Map<String, String> queues = Map.of("kind", "b", "region", "us", QueueMessage.GROUP, "g");

    assertThat(values(parse(spec, body, queues))).containsExactly("eu", "7", "g", "m1");
    assertThat(Specs.of(spec).attributes()).containsExactly(QueueMessage.GROUP);
    assertThat(parse(spec, Wraps.sns("{}"), Map.of("kind", "a")))
        .isInstanceOfSatisfying(
            RejectedMessage.class,
            reject -> {
              assertThat(reject.kind()).isEqualTo(Kind.UNKNOWN_EVENT);
              assertThat(reject.attributes()).containsExactly(Map.entry("kind", "a"));
            });
    String binary = Wraps.sns("{}", Map.of("kind", "YQ==")).replace("\"String\"", "\"Binary\"");
    assertThat(parse(spec, binary, Map.of())).isInstanceOf(RejectedMessage.class);
    String labelled = body.replace("\"String\"", "\"String.Array\"");
    assertThat(values(parse(spec, labelled, queues))).containsExactly("eu", "7", "g", "m1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{}", "{\"Type\":\"String\"}", "{\"Type\":1,\"Value\":\"a\"}"})
  void attribute_that_is_none_is_rejected_where_the_spec_reads_it(String attribute) {
    String body =
        Wraps.sns(EVENT, Map.of("region", "x"))
            .replaceAll("\"region\":\\{[^}]*}", "\"region\":" + attribute);
    String spec = spec("'sns'").replace("\"pointer\":\"/city\"", "\"attribute\":\"region\"");

    assertThat(((RejectedMessage) parse(spec, body, Map.of())).reason())
        .isEqualTo(
            "envelope sns: MessageAttributes/region must have a Type and a Value, both strings");
    assertThat(row("'sns'", body)).isEqualTo(ROW);
  }

  @Test
  void envelope_pointers_lead_into_the_outermost_body() {
    String spec =
        """
        {"name": "s", "unwrap": ["sns", "eventbridge"], "events": [
          {"name": "a",
           "when": [{"envelope": "/TopicArn", "prefix": "arn:"}, {"pointer": "/ip", "exists": true}],
           "table": "a", "columns": [
            {"name": "sent", "envelope": "/Timestamp", "type": "timestamptz", "required": true},
            {"name": "ip", "pointer": "/ip", "type": "text"},
            {"name": "root_ip", "root": "/ip", "type": "text"},
            {"name": "no_ip", "envelope": "/ip", "type": "text"},
            {"name": "id", "message": "message_id", "type": "text"}]}]}""";
    String body = Wraps.sns(Wraps.eventBridge(EVENT));

    assertThat(values(parse(spec, body, Map.of())))
        .containsExactly("2026-11-23T23:59:59.123+00:00", "192.0.2.1", "192.0.2.1", null, "m1");
    assertThat(parse(spec, body.replace("arn:", "urn:"), Map.of()))
        .isInstanceOf(RejectedMessage.class);
    assertThat(reason(parse(spec, body.replace("\"Timestamp\"", "\"Time\""), Map.of())))
        .isEqualTo("envelope Timestamp: is missing");
    assertThat(
            reason(
                parse(
                    spec,
                    body.replace("{\"Type", "{\"Timestamp\":\"2026-11-23T23:59:59Z\",\"Type"),
                    Map.of())))
        .isEqualTo("envelope Timestamp: occurs more than once");
  }

  @Test
  void elements_in_an_envelope_become_rows() {
    String spec =
        """
        {"table": "t", "unwrap": [{"pointer": "/payload", "encoded": "base64+gzip"}],
         "each": "/l", "columns": [
          {"name": "a", "pointer": "/a", "type": "integer"},
          {"name": "source", "envelope": "/after", "type": "text"},
          {"name": "nth", "message": "element", "type": "integer"},
          {"name": "id", "message": "message_id", "type": "text"}]}""";
    String body = payload(base64Text(gzip(utf8("{\"l\":[{\"a\":1},{\"a\":2}]}"))));

    assertThat(((MaskedEvent) parse(spec, body.replace("null", "\"x\""), Map.of())).rows())
        .extracting(row -> row.values())
        .containsExactly(List.of("1", "x", "0", "m1"), List.of("2", "x", "1", "m1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"specversion":"1.0","data":{"ip":1}} | a CloudEvent: add "cloudevents" to the spec's unwrap
          {"detail-type":"x","detail":{}} | an EventBridge event: add "eventbridge" to the spec's unwrap, or let the rule's target have $.detail only
          {"Records":[{"eventSource":"aws:s3"}]} | an S3 event notification, whose events are the elements of /Records
          ["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":"k"}] | a pointer of the SQS extended client: the event itself is in S3
          ["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3BucketName":"b","s3Key":"k"}] | a pointer of the SQS extended client: the event itself is in S3
          """)
  void reason_says_what_the_body_seems_to_be(String body, String what) {
    String routed =
        """
        {"name": "s", "events": [
          {"name": "a", "when": {"pointer": "/kind", "equals": "a"}, "table": "a", "columns": [
            {"name": "id", "message": "message_id", "type": "text"}]}]}""";

    assertThat(reason(parse(routed, body, Map.of())))
        .isEqualTo("no event of the spec fits (the body is " + what + ")");
    assertThat(reject("'sns'", Wraps.sns(body)).reason()).endsWith(" (the event is " + what + ")");
  }

  @Test
  void envelope_that_the_spec_names_is_not_called_one() {
    assertThat(reject("'sns'", Wraps.sns("{}")).reason()).isEqualTo("ip: is missing");
  }

  @Test
  void gzip_of_several_members_is_one_text() {
    byte[] members =
        joined(
            gzip(utf8(EVENT.substring(0, 9))), gzip(new byte[0]), gzip(utf8(EVENT.substring(9))));

    assertThat(row(GZIP, payload(base64Text(members)))).isEqualTo(ROW);
  }

  @Test
  void gzip_with_every_header_field_is_read() {
    byte[] plain = gzip(utf8(EVENT));
    byte[] header = {
      0x1f, (byte) 0x8b, 8, 1 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0
    };
    byte[] full = joined(header, Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(row(GZIP, payload(base64Text(full)))).isEqualTo(ROW);
  }

  @Test
  void damaged_gzip_is_rejected() {
    byte[] good = gzip(utf8(EVENT));
    for (int length = 0; length < good.length; length++) {
      assertDamaged(Arrays.copyOf(good, length));
    }
    for (int end = 1; end <= 8; end++) {
      byte[] lying = good.clone();
      lying[good.length - end] ^= 1;
      assertDamaged(lying);
    }
    assertDamaged(joined(good, new byte[1]));
    assertDamaged(joined(good, Arrays.copyOf(good, 9)));
    byte[] reserved = good.clone();
    reserved[3] = (byte) 0x80;
    assertDamaged(reserved);
    byte[] checksum = good.clone();
    checksum[3] = 2;
    assertDamaged(checksum);
  }

  private static void assertDamaged(byte[] gzip) {
    assertThat(reject(GZIP, payload(base64Text(gzip))).reason())
        .isEqualTo("envelope /payload: is no gzip, or damaged");
  }

  @Test
  void unzipped_text_is_bounded() {
    int most = 8 << 20;

    assertThat(row(GZIP, payload(base64Text(Wraps.bomb(most, EVENT))))).isEqualTo(ROW);
    assertTooLarge(Wraps.bomb(most + 1, EVENT));
    assertTooLarge(Wraps.bomb(40L << 20, EVENT));
    assertTooLarge(joined(Wraps.bomb(most / 2, ""), Wraps.bomb(most / 2 + 1, "")));
  }

  private static void assertTooLarge(byte[] gzip) {
    RejectedMessage reject = reject(GZIP, payload(base64Text(gzip)));

    assertThat(reject.reason()).isEqualTo("envelope /payload: is larger than 8 MiB unzipped");
    assertThat(reject.kind()).isEqualTo(Kind.TOO_LONG);
  }

  private static String payload(String json) {
    return member("payload", json);
  }

  private static String base64Text(byte[] bytes) {
    return '"' + base64(bytes) + '"';
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String spec(String unwrap) {
    return ("{'table':'t','unwrap':["
            + unwrap
            + "],'columns':["
            + "{'name':'ip','pointer':'/ip','type':'text','masked':true,'required':true},"
            + "{'name':'city','pointer':'/city','type':'text'},"
            + "{'name':'id','message':'message_id','type':'text'}]}")
        .replace('\'', '"');
  }

  private static ParsedMessage parse(String spec, String body, Map<String, String> attributes) {
    return new EventParser(Specs.of(spec), Protection.plain())
        .parse(new QueueMessage(new Receipt("m1", "h", ""), body, Instant.EPOCH, 1, attributes));
  }

  private static List<String> row(String unwrap, String body) {
    return values(parse(spec(unwrap), body, Map.of()));
  }

  private static List<String> values(ParsedMessage parsed) {
    assertThat(parsed).isInstanceOf(MaskedEvent.class);
    return ((MaskedEvent) parsed).rows().get(0).values();
  }

  private static RejectedMessage reject(String unwrap, String body) {
    ParsedMessage parsed = parse(spec(unwrap), body, Map.of());
    assertThat(parsed).isInstanceOf(RejectedMessage.class);
    return (RejectedMessage) parsed;
  }

  private static String reason(ParsedMessage parsed) {
    assertThat(parsed).isInstanceOf(RejectedMessage.class);
    return ((RejectedMessage) parsed).reason();
  }
}

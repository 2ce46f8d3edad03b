package etl.spec.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import etl.envelope.Wraps;
import etl.spec.Column;
import etl.spec.EventKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a draft makes of samples. */
class SpecDraftTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id | 'x' | "type": "text"
          id | '00123' | "type": "text"
          id | '' | "type": "text"
          id | 1, 2 | "type": "bigint"
          id | 9223372036854775807 | "type": "bigint"
          id | 9223372036854775808 | "type": "numeric"
          id | 1, 1.5 | "type": "numeric"
          id | 1, 'x', true | "type": "text"
          id | 1e200000 | "type": "text"
          total | 12 | "type": "numeric"
          total | '12.50' | "type": "numeric"
          total | '12.50', 'free' | "type": "text"
          version | '12.50' | "type": "text"
          done | true, false | "type": "boolean"
          done | 'true' | "type": "text"
          day | '2026-01-31' | "type": "date"
          day | '2026-01-31', '' | "type": "text"
          day | '2026-02-31' | "type": "text"
          at | '2026-01-31T23:59:59Z', '2026-01-31 23:59:59.123456789+01:00' | "type": "timestamptz"
          at | '2026-01-31T23:59:59' | "type": "text"
          at | 1769900399 | "type": "timestamptz", "epoch": "s"
          createdAt | 1769900399.5 | "type": "timestamptz", "epoch": "s"
          timestamp | '1769900399123' | "type": "timestamptz", "epoch": "ms"
          at | 17 | "type": "bigint"
          number | 1769900399 | "type": "bigint"
          ref | '5FEA7756-0ea4-451a-a703-a558b933e274' | "type": "uuid"
          ref | '5FEA7756-0ea4-451a-a703-a558b933e274', 'none' | "type": "text"
          tags | ['a', null], [] | "type": "text[]"
          points | [1, 2] | "type": "jsonb"
          parts | [{'a': 1}] | "type": "jsonb"
          part | {'a': 1}, 'none' | "type": "jsonb"
          part | null | none
          part | {}, [], [[]] | none
          part | 'a\\u0000' | none
          part | '\\ud800', 'a' | none
          """)
  void type_takes_every_sample(String name, String values, String column) {
    List<String> bodies =
        IntStream.range(0, 2)
            .boxed()
            .flatMap(i -> split(values).stream())
            .map(value -> "{'" + name + "': " + value + ", 'other': 1}")
            .map(body -> body.replace('\'', '"'))
            .toList();

    assertThat(Drafted.of(bodies).column("/" + name).replace(", \"required\": true", ""))
        .isEqualTo(column);
  }

  /** At commas outside brackets. */
  private static List<String> split(String values) {
    return List.of(values.split(", (?![^\\[]*\\])(?![^{]*\\})"));
  }

  @Test
  void what_every_sample_has_is_required() {
    Drafted drafted =
        Drafted.of(
            "{'a': 1, 'b': 1, 'c': 'x', 'd': {'e': 1}, 'f': {'g': 1}, 'h': false}",
            "{'a': 2, 'b': null, 'c': '', 'd': {'e': 2}, 'f': null, 'h': true}");

    assertThat(drafted.spec().events().get(0).columns())
        .filteredOn(Column::required)
        .extracting(Column::name)
        .containsExactly("a", "d_e", "h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ip | '192.0.2.1' | "masked": true, "canonical": "ip"
          clientIP | '2001:DB8::1' | "masked": true, "canonical": "ip"
          x | '::ffff:192.0.2.1' | "masked": true, "canonical": "ip"
          x | '192.0.2.1, 198.51.100.7' | "masked": true
          x | 'from 192.0.2.1:443' | "masked": true
          x | 'from [2001:db8::1]:443' | "masked": true
          x | 'ip-10-20-30-40.ec2.internal' | "masked": true
          X-Forwarded-For | 'unknown' | "masked": true
          remote_addr | 'unknown' | "masked": true
          email | 'Ada@Example.com' | "masked": true, "canonical": "email"
          contact-email | 'none' | "masked": true
          x | 'ada@example.com' | "masked": true, "canonical": "email"
          x | 'write to ada@example.com' | "masked": true
          x | 'https://example.com/?to=ada%40example.com' | "masked": true
          phone | '0171 1234567' | "masked": true
          phoneNumber | 491711234567 | "masked": true
          x | '+49 (171) 123-45-67' | "masked": true
          MSISDN | '491711234567' | "masked": true
          deviceId | 'd-1' | "masked": true
          device_id | '593-47-5928' | "masked": true
          IDFA | 'EA7583CD-A667-48BC-B806-42ECB2B48606' | "masked": true
          x | '00:1A:2b:3c:4d:5e' | "masked": true
          first_name | 'Ada' | "masked": true
          lastname | 'Lovelace' | "masked": true
          userName | 'ada' | "masked": true
          login | 'ada' | "masked": true
          cust_nm | 'Ada' | "masked": true
          USR_NAME | 'ada' | "masked": true
          created_by | 'ada' | "masked": true
          customer | 'Ada' | "masked": true
          DevId | 'd-1' | "masked": true
          e-mail2 | 'none' | "masked": true
          useremail | 'none' | "masked": true
          x | '@ada_l' | "masked": true
          name | 'Ada' | "masked": true
          birth-date | '1815-12-10' | "mask": {"date": "year"}
          DOB | '10.12.1815' | "masked": true
          password | 'x' | "masked": true, "keep_original": false
          accessToken | 'x' | "masked": true, "keep_original": false
          x | 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x' | "masked": true, "keep_original": false
          x | 'https://example.com/?token=abc' | "masked": true, "keep_original": false
          x | 'DE89 3704 0044 0532 0130 00' | "masked": true
          x | '4111 1111 1111 1111' | "masked": true
          ssn | '1' | "masked": true
          x | '078-05-1120' | "masked": true
          street | 'Main St 1' | "masked": true
          zip | '00123' | "masked": true
          latitude | 52.5 | "masked": true
          x | '{\\"first_name\\": \\"Ada\\"}' | "masked": true
          x | 'eyJlbWFpbCI6ICJhQGIuZGUifQ==' | "masked": true, "canonical": "none"
          """)
  void what_looks_personal_is_masked(String name, String value, String mask) {
    Drafted drafted = Drafted.of("{'" + name + "': " + value + ", 'n': 1}");

    assertThat(drafted.column("/" + name))
        .endsWith(mask.replace(", \"canonical\": \"none\"", ""))
        .contains("mask");
    assertThat(drafted.draft().proposals())
        .anyMatch(line -> line.startsWith("/" + name + ": masked"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          user_id | 'u-17'
          userId | 4711
          user | 4711
          customer | '5fea7756-0ea4-451a-a703-a558b933e274'
          email_verified | true
          email_type | 'work'
          phone_count | 2
          login_at | '2026-01-31T00:00:00Z'
          last_login | '2026-01-31T00:00:00Z'
          last_login | '2026-01-31 00:00:00'
          token_count | 5
          prompt_tokens | 5
          app_version | '1.2.3.4'
          ship | 'x'
          zipped | 'x'
          description | 'a mug, 12:30:45 to 13:00'
          product_name | 'Mug'
          host | 'web-1'
          order_no | '2026-000123'
          sku | '001-12345'
          id | 820982911946154508
          url | 'https://example.com/a/b?page=2'
          """)
  void what_is_only_about_it_is_not(String name, String value) {
    assertThat(Drafted.of("{'" + name + "': " + value + "}").column("/" + name))
        .isNotEqualTo("none")
        .doesNotContain("mask");
  }

  @Test
  void names_around_a_field_say_what_it_is() {
    Drafted drafted =
        Drafted.of(
            "{'device': {'id': 'd'}, 'customer': {'name': 'n', 'id': 1}, 'product': {'name': 'p'},"
                + " 'email': {'value': 'v', 'verified': true, 'type': 't'}, 'card': {'number': 'c',"
                + " 'brand': 'b'}, 'item': {'name': 'i', 'price': 1}}");

    assertThat(drafted.spec().events().get(0).maskedColumns())
        .extracting(Column::name)
        .containsExactly("device_id", "customer_name", "email_value", "card_number");
  }

  @Test
  void array_or_mixture_that_holds_something_personal_is_left_out_and_named() {
    Drafted drafted =
        Drafted.of(
            "{'to': ['a@example.com'], 'lines': [{'sku': 1, 'for': {'name': 'Ada'}}], 'phones':"
                + " ['x'], 'any': {'ip': '192.0.2.1'}, 'n': 1}",
            "{'any': 7, 'n': 1}");

    assertThat(drafted.draft().proposals())
        .containsExactly(
            "/to: left out: something in it looks like an e-mail address",
            "/lines: left out: something in it looks like a person or a user name; an event with"
                + " each could mask it",
            "/phones: left out: something in it looks like a phone number",
            "/any: left out: something in it looks like an IP address");
    assertThat(drafted.spec().events().get(0).columns()).extracting(Column::name).startsWith("n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'ada@example.com'
          '192.0.2.1'
          '+49 171 1234567'
          '5fea7756-0ea4-451a-a703-a558b933e274'
          '4711'
          'user:17'
          'usr_8f3k2a9'
          'Ada Lovelace'
          '00:1A:2b:3c:4d:5e'
          """)
  void key_that_is_a_value_ends_the_descent_and_is_never_told(String key) {
    Drafted drafted = Drafted.of("{'by': {" + key + ": {'count': 1}}, 'n': {'Order Total': 1}}");

    assertThat(drafted.draft().proposals())
        .containsExactly("/by: left out: its keys look like values");
    assertThat(drafted.shown()).doesNotContain(key.replace("'", ""));
    assertThat(drafted.column("/n/Order Total")).contains("numeric");
  }

  @Test
  void keys_that_are_people_by_the_name_of_their_object_end_the_descent() {
    Drafted drafted =
        Drafted.of(
            "{'scoresByUser': {'ada': 1}, 'members': {'bob': {'n': 1}}, 'users': {'total': 2},"
                + " 'sold_by_day': {'monday': 1}}");

    assertThat(drafted.draft().proposals())
        .containsExactly(
            "/scoresByUser: left out: its keys look like values",
            "/members: left out: its keys look like values");
    assertThat(drafted.shown()).doesNotContain("ada", "bob").contains("/users/total", "/monday");
  }

  @Test
  void time_without_an_offset_is_told() {
    assertThat(Drafted.of("{'at': '2026-01-31T23:59:59', 'x': ''}").draft().proposals())
        .containsExactly(
            "/at: text: times without an offset; with a zone, they can be timestamptz");
  }

  @Test
  void keys_of_an_event_that_are_values_are_passed_over_and_counted() {
    Drafted drafted = Drafted.of("{'ada@example.com': 1, 'bob@example.com': 2, 'n': 1}");

    assertThat(drafted.draft().proposals())
        .containsExactly("the event: left out: 2 keys that look like a value");
    assertThat(drafted.shown()).doesNotContain("example.com");
  }

  @Test
  void object_with_more_than_fifty_keys_is_one_column_or_left_out() {
    String many = members(51, "'k%c': 1");
    Drafted drafted =
        Drafted.of(
            "{'many': {"
                + many
                + "}, 'other': {"
                + many
                + ", 'ip': '192.0.2.1'}, 'few': {"
                + members(50, "'k%c': 1")
                + "}}");

    assertThat(drafted.column("/many")).contains("jsonb");
    assertThat(drafted.column("/other")).isEqualTo("none");
    assertThat(drafted.spec().events().get(0).columns()).hasSize(1 + 50 + 2);
  }

  @Test
  void object_with_other_keys_in_each_sample_is_left_out() {
    String[] bodies =
        IntStream.range(0, 9)
            .mapToObj(i -> "{'by': {'" + (char) ('a' + i) + "': 1}}")
            .toArray(String[]::new);

    assertThat(Drafted.of(bodies).draft().proposals())
        .containsExactly("/by: left out: its keys look like values");
  }

  private static String members(int count, String form) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.replace("%c", "" + (char) ('a' + i / 26) + (char) ('a' + i % 26)))
        .collect(Collectors.joining(", "));
  }

  @Test
  void column_has_a_name_that_postgresql_takes_and_no_other_column_has() {
    String longest = "very".repeat(40);
    Drafted drafted =
        Drafted.of(
            "{'fooBar': 1, 'foo_bar': 1, 'foo': {'bar': 1}, 'message_id': 1, 'day': 1, 'user': 1,"
                + " 'xmin': 1, '1st': 1, '\u540d\u524d': 1, '': 1, 'stra\u00dfe \u00c4': 1,"
                + " 'a/b~c': 1, '"
                + longest
                + "': 1, '"
                + longest
                + "2': {'x': 1}}");

    assertThat(drafted.spec().events().get(0).columns())
        .extracting(Column::name)
        .containsExactly(
            "foo_bar",
            "foo_bar_2",
            "foo_bar_3",
            "message_id_2",
            "day_2",
            "user_",
            "xmin_",
            "_1st",
            "field",
            "field_2",
            "stra_e_a",
            "a_b_c",
            longest.substring(0, 63),
            "x",
            "day",
            "message_id");
    assertThat(drafted.column("/a~1b~0c")).contains("bigint");
  }

  @Test
  void envelopes_around_all_samples_are_opened() {
    String event = "{\"total\": 12.5, \"ip\": \"192.0.2.1\"}";
    Drafted drafted = Drafted.of(List.of(Wraps.sns(Wraps.eventBridge(event))));
    assertThat(drafted.draft().text()).contains("\"unwrap\": [\"sns\", \"eventbridge\"]");
    assertThat(drafted.column("/total")).contains("numeric");
    assertThat(drafted.draft().proposals())
        .containsExactly(
            "the body: unwrap [\"sns\", \"eventbridge\"], as every sample is such an envelope",
            "/ip: masked: looks like an IP address");

    Drafted cloud = Drafted.of(List.of(Wraps.cloudEvent(event), Wraps.binaryCloudEvent(event)));
    assertThat(cloud.draft().text())
        .contains("{\"name\": \"event_type\", \"envelope\": \"/type\", \"type\": \"text\"");

    Drafted attributes = Drafted.of(List.of(Wraps.sns(event, Map.of("kind", "x"))));
    assertThat(attributes.draft().text()).contains("\"attribute\": \"kind\"");
  }

  @Test
  void envelopes_within_three_others_are_part_of_the_event() {
    String event = "{\"total\": 12.5}";
    for (int i = 0; i < 4; i++) {
      event = Wraps.eventBridge(event);
    }
    Drafted drafted = Drafted.of(List.of(event));
    assertThat(drafted.draft().text())
        .contains("\"unwrap\": [\"eventbridge\", \"eventbridge\", \"eventbridge\"]");
    assertThat(drafted.column("/detail/total")).contains("numeric");
  }

  @Test
  void envelope_around_some_samples_is_not() {
    assertThat(Drafted.of(List.of(Wraps.sns("{\"a\": 1}"), "{\"a\": 1}")).draft().text())
        .doesNotContain("unwrap");
    assertThat(Drafted.of(List.of(Wraps.sns("text"))).draft().text()).doesNotContain("unwrap");
  }

  @Test
  void kinds_with_fields_of_their_own_become_events() {
    Drafted drafted =
        Drafted.of(
            "{'type': 'page.viewed', 'page': '/', 'ip': '192.0.2.1'}",
            "{'type': 'Order Placed', 'total': 1}",
            "{'type': 'page.viewed', 'page': '/a', 'ip': '192.0.2.1'}");

    assertThat(drafted.spec().events())
        .extracting(EventKind::name, EventKind::table)
        .containsExactly(
            tuple("page.viewed", "events_page_viewed"),
            tuple("Order Placed", "events_order_placed"));
    assertThat(drafted.draft().proposals())
        .containsExactly(
            "the event: 2 kinds, told apart by /type",
            "event 1: /ip: masked: looks like an IP address");

    assertThat(
            Drafted.of(
                    List.of(
                        Wraps.eventBridge("{\"a\": 1}"),
                        Wraps.eventBridge("{\"b\": 1}").replace("Login", "Logout")))
                .draft()
                .text())
        .contains("\"when\": {\"envelope\": \"/detail-type\", \"equals\": \"Logout\"}");
  }

  @Test
  void kinds_with_the_same_fields_are_one_event() {
    assertThat(
            Drafted.of("{'type': 'a', 'n': 1}", "{'type': 'b', 'n': 1}", "{'type': 'c', 'm': 1}")
                .spec()
                .events())
        .hasSize(1);
    assertThat(
            Drafted.of("{'type': 'ada@example.com', 'n': 1}", "{'type': 'bob@example.com', 'm': 1}")
                .shown())
        .doesNotContain("example.com");
  }

  @Test
  void array_of_events_becomes_rows() {
    Drafted drafted =
        Drafted.of("{'Records': [{'a': 1, 'b': 'x'}, {'a': 2}]}", "{'Records': [{'a': 3}]}");

    assertThat(drafted.rows()).hasSize(3);
    assertThat(drafted.draft().text())
        .contains("\"each\": \"/Records\"", "\"message\": \"element\"");
    assertThat(drafted.column("/a")).isEqualTo("\"type\": \"bigint\", \"required\": true");
    assertThat(drafted.draft().proposals())
        .containsExactly("/Records: each of its elements becomes a row");
  }

  @Test
  void array_with_more_elements_than_a_message_may_have_is_one_column() {
    String elements = String.join(", ", Collections.nCopies(10_001, "{'a': 1}"));

    Drafted drafted = Drafted.of("{'Records': [" + elements + "]}");

    assertThat(drafted.draft().text()).doesNotContain("\"each\"");
    assertThat(drafted.column("/Records")).contains("jsonb");
  }

  @Test
  void field_that_stands_twice_is_left_out() {
    assertThat(Drafted.of("{'a': 1, 'a': 2, 'b': {'c': 1, 'c': 1, 'd': 1}}").draft().proposals())
        .containsExactly(
            "/a: left out: stands twice in a sample", "/b/c: left out: stands twice in a sample");
  }

  @Test
  void attributes_become_columns() {
    SpecDrafter drafter = new SpecDrafter();
    drafter.add("{}", Map.of("event_type", "a", "user.ip", "192.0.2.1"));

    assertThat(drafter.draft("t").text())
        .contains("\"attribute\": \"event_type\", \"type\": \"text\", \"required\": true}")
        .contains(
            "\"attribute\": \"user.ip\", \"type\": \"text\", \"required\": true, \"masked\": true");
  }

  @Test
  void sample_that_is_none_is_refused_without_a_value() {
    SpecDrafter drafter = new SpecDrafter();

    assertThat(drafter.add("{\"a\": secret}", Map.of()))
        .contains("not valid JSON (RFC 8259) at character 7");
    assertThat(drafter.add("\"secret\"", Map.of())).contains("not a JSON object");
    assertThat(drafter.size()).isZero();
    assertThat(drafter.add("{}", Map.of())).isEmpty();
    assertThat(drafter.add("[{}]", Map.of()))
        .contains("is an array, and the samples before are objects");
  }
}

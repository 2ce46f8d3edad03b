package etl.spec.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.Condition;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.Mask;
import etl.spec.Source;
import etl.value.Canonical;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFileTest {
  static final String SHOP =
      """
      {"name": "shop", "events": [
        {"name": "visit", "when": {"pointer": "/kind", "equals": "visit"}, "table": "visits", "columns": [
          {"name": "visitor", "pointer": "/ip", "type": "varchar", "length": 128, "required": true, "masked": true, "canonical": "ip"},
          {"name": "network", "pointer": "/ip", "type": "cidr", "mask": {"network": {"ipv4": 24, "ipv6": 48}}},
          {"name": "day", "message": "sent_date", "type": "date"},
          {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]},
        {"name": "order", "each": "/orders", "table": "orders",
          "when": [{"attribute": "event_type", "in": ["order.placed", "order.changed"]}, {"pointer": "/test", "exists": false}],
          "columns": [
          {"name": "order_id", "pointer": "/id", "type": "uuid", "required": true},
          {"name": "paid_at", "pointer": "/paid", "type": "timestamptz", "epoch": "ms"},
          {"name": "total", "pointer": "/total", "type": "numeric", "precision": 12, "scale": 2},
          {"name": "tags", "pointer": "/tags", "type": "text[]"},
          {"name": "customer", "pointer": "/customer/email", "type": "varchar", "length": 334, "mask": "email", "canonical": ["trim"], "keep_original": false},
          {"name": "shop", "root": "/shop", "type": "text"},
          {"name": "position", "message": "element", "type": "integer"},
          {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}]},
        {"name": "ping", "when": {"pointer": "/n", "in": [1.0, true, null]}, "discard": true}],
       "otherwise": "leave"}
      """;

  @Test
  void everything_in_the_file_is_read() {
    EventSpec spec = read(SHOP);

    assertThat(spec.name()).isEqualTo("shop");
    assertThat(spec.shipped()).isFalse();
    assertThat(spec.otherwise()).isEqualTo(EventSpec.Otherwise.LEAVE);
    assertThat(spec.events()).extracting(EventKind::name).containsExactly("visit", "order", "ping");
    assertThat(spec.attributes()).containsExactly("event_type");
    EventKind order = spec.events().get(1);
    assertThat(order.each().tokens()).containsExactly("orders");
    assertThat(order.when())
        .extracting(Condition::operator)
        .containsExactly(Condition.Operator.IN, Condition.Operator.ABSENT);
    assertThat(order.columns())
        .extracting(Column::sqlType)
        .containsExactly(
            "uuid",
            "timestamptz",
            "numeric(12,2)",
            "text[]",
            "varchar(334)",
            "text",
            "integer",
            "varchar(128)");
    assertThat(order.columns().get(1).type().epoch()).isEqualTo(ColumnType.Epoch.MS);
    assertThat(order.columns().get(5).source())
        .isEqualTo(Source.document(Source.Kind.ROOT, List.of("shop")));
    assertThat(spec.events().get(0).columns().get(1).mask().written()).isEqualTo("network/24/48");
    assertThat(spec.events().get(2).discards()).isTrue();
    assertThat(spec.events().get(2).when().get(0).operands())
        .extracting(Condition.Scalar::value)
        .containsExactly("1e0", "true", "null");
  }

  @Test
  void email_mask_implies_its_canonical_form() {
    Column customer = read(SHOP).events().get(1).columns().get(4);

    assertThat(customer.mask()).isEqualTo(Mask.EMAIL);
    assertThat(customer.canonical()).containsExactly(Canonical.TRIM, Canonical.EMAIL);
    assertThat(customer.keepOriginal()).isFalse();
  }

  @Test
  void short_form_is_named_by_its_table() {
    EventSpec spec =
        read(
            """
            {"table": "a", "each": "", "columns": [
              {"name": "i", "message": "message_id", "type": "text"},
              {"name": "e", "message": "element", "type": "bigint"},
              {"name": "p", "pointer": "", "type": "numeric", "precision": 3}]}""");

    assertThat(spec.name()).isEqualTo("a");
    assertThat(spec.events().get(0).name()).isEqualTo("a");
    assertThat(spec.events().get(0).each().tokens()).isEmpty();
    assertThat(spec.events().get(0).columns().get(2).sqlType()).isEqualTo("numeric(3,0)");
    assertThat(spec.otherwise()).isEqualTo(EventSpec.Otherwise.REJECT);
  }

  @Test
  void built_in_spec_is_a_file_like_any_other() {
    EventSpec read = read(SpecFile.builtInText());

    assertThat(SpecFile.builtIn().shipped()).isTrue();
    assertThat(read.events()).isEqualTo(SpecFile.builtIn().events());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | line 1, column 1: not JSON (RFC 8259): the file is empty
          {"a": 1,} | line 1, column 9: not JSON (RFC 8259): remove the comma before it
          {"a": 1 "b": 2} | line 1, column 9: not JSON (RFC 8259): a comma or a colon may be missing before it
          {'a': 1} | line 1, column 2: not JSON (RFC 8259): texts and keys stand in double quotes
          {"a": 1 // one} | line 1, column 9: not JSON (RFC 8259): JSON has no comments, write "comment": "..."
          {"a": 1 | line 1, column 8: not JSON (RFC 8259): the text ends too early, a bracket or a quotation mark is open
          {"a": .5} | line 1, column 7: not JSON (RFC 8259)
          {} {} | line 1, column 4: not JSON (RFC 8259): a comma or a colon may be missing before it
          """)
  void file_that_is_no_json_is_refused_with_the_place(String text, String problem) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> read(text))
        .withMessage(problem);
  }

  @Test
  void place_is_told_by_lines() {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> read("{\n  \"a\": [\n    1,\n  ]\n}"))
        .withMessageStartingWith("line 4, column 3: ");
  }

  @Test
  void file_in_another_encoding_is_refused() {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> read("\uFEFF{}"))
        .withMessage("the file begins with a byte order mark, save it without one");
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> SpecFile.read("{\"ä\": 1}".getBytes(StandardCharsets.ISO_8859_1)))
        .withMessage("the file is not UTF-8, save it as such");
  }

  @Test
  void file_that_nests_without_end_is_refused() {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> read("[".repeat(100_000) + "]".repeat(100_000)))
        .withMessageEndingWith("nests too deep for a spec");
  }

  /**
   * Whatever is in the file, what is wrong is told in lines of text, and nothing else is thrown.
   */
  @Test
  void any_other_text_is_read_or_refused() {
    Random random = new Random(15);
    List<String> values =
        List.of("null", "true", "[]", "{}", "-1", "1e400", "\"\"", "\"hash\"", "[[]]", "{\"a\":1}");
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      String text = SHOP;
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        text = changed(text, values.get(random.nextInt(values.size())), random);
      }
      try {
        read(text);
      } catch (SpecException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().noneMatch(line -> line.contains("\n"));
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  /** With one value, or one piece of text, in the place of another. */
  private static String changed(String text, String value, Random random) {
    int start = random.nextInt(text.length() - 1);
    if (random.nextBoolean()) {
      int colon = text.indexOf(": ", start);
      int end = colon < 0 ? -1 : text.indexOf(',', colon);
      return end < 0 ? text : text.substring(0, colon + 2) + value + text.substring(end);
    }
    int end = Math.min(text.length(), start + random.nextInt(4));
    return text.substring(0, start) + text.substring(end);
  }

  @Test
  void notes_name_what_is_shown_beside_a_hash() {
    EventSpec spec =
        read(
            """
            {"name": "s", "events": [
              {"name": "a", "when": {"pointer": "/k", "equals": "a"}, "table": "a", "columns": [
                {"name": "i", "message": "message_id", "type": "text"},
                {"name": "h", "pointer": "/ip", "type": "text", "masked": true},
                {"name": "n", "root": "/ip", "type": "cidr", "mask": {"network": {"ipv4": 8, "ipv6": 8}}},
                {"name": "o", "pointer": "/other", "type": "cidr", "mask": {"network": {"ipv4": 8, "ipv6": 8}}},
                {"name": "m", "pointer": "/ip", "type": "text", "mask": "email"},
                {"name": "raw", "pointer": "", "type": "jsonb", "clear": true},
                {"name": "k", "pointer": "/k", "type": "text", "clear": true}]},
              {"name": "b", "table": "b", "columns": [
                {"name": "i", "message": "message_id", "type": "text"},
                {"name": "c", "pointer": "/ip", "type": "inet"}]}]}""");

    assertThat(SpecNotes.of(spec))
        .containsExactly(
            "event a: column n: shows the network of the address beside the hash in column h",
            "event a: column m: shows the domain of the address beside the hash in column h",
            "event a: column raw: shows in the clear what column h, n, o and m masks",
            "event a: column k: says clear, and no column masks what it shows",
            "event b: column c: shows a place that event a masks in column h");
    assertThat(SpecNotes.of(SpecFile.builtIn())).isEmpty();
  }

  private static EventSpec read(String json) {
    return SpecFile.read(json.getBytes(StandardCharsets.UTF_8));
  }
}

package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.event.RejectedMessage;
import etl.masking.Protection;
import etl.output.Output;
import etl.output.RowPrinter;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecCommandTest {
  private static final String ID =
      "{\"name\": \"id\", \"message\": \"message_id\", \"type\": \"text\"}";

  private static final String SHOP =
      """
      {"name": "shop", "otherwise": "leave", "events": [
        {"name": "visit", "when": {"pointer": "/kind", "equals": "visit"}, "table": "visits", "columns": [
          {"name": "visitor", "pointer": "/ip", "type": "varchar", "length": 128, "required": true, "masked": true, "canonical": "ip"},
          {"name": "network", "pointer": "/ip", "type": "cidr", "mask": {"network": {"ipv4": 24, "ipv6": 48}}},
          {"name": "raw", "pointer": "", "type": "jsonb", "clear": true},
          ID]},
        {"name": "order", "when": {"attribute": "event_type", "prefix": "order."}, "each": "/orders", "table": "orders", "columns": [
          {"name": "total", "pointer": "/total", "type": "numeric", "precision": 12, "scale": 2},
          {"name": "region", "attribute": "region", "type": "text"},
          {"name": "team", "message": "group_id", "type": "text"},
          {"name": "sent", "message": "sent_at", "type": "timestamptz"},
          {"name": "position", "message": "element", "type": "integer"},
          ID]},
        {"name": "ping", "when": {"pointer": "/kind", "equals": "ping"}, "discard": true}]}
      """
          .replace("ID", ID);

  @TempDir Path folder;

  private Path shop;

  @BeforeEach
  void set_up() throws IOException {
    shop = file("shop.json", SHOP);
  }

  @Test
  void built_in_spec_that_is_shown_is_a_spec() throws IOException {
    Run shown = Run.etl("spec", "show");
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).isEqualTo(SpecFile.builtInText());

    assertThat(Run.etl("spec", "check", file("own.json", shown.out()).toString()).code()).isZero();
  }

  @Test
  void everything_that_is_wrong_is_told_line_by_line() throws IOException {
    Path wrong =
        file(
            "wrong.json",
            """
            {"table": "map_desmask", "columns": [
              {"name": "a", "pointer": "a", "type": "int"},
              {"name": "b", "pointer": "/b", "type": "varchar"}]}\
            """);

    Run run = Run.etl("spec", "check", wrong.toString());

    assertThat(run.code()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "event map_desmask: table map_desmask is etl's own, choose another name",
            "event map_desmask: column a: pointer \"a\" must begin with a slash, write \"/a\"",
            "event map_desmask: column a: unknown type \"int\", did you mean \"integer\"?",
            "event map_desmask: column b: varchar needs a length, such as \"length\": 128; text has"
                + " no limit");
  }

  @Test
  void column_that_shows_what_is_masked_is_a_note() {
    Run run = Run.etl("spec", "check", shop.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("nothing is wrong with " + shop + ": events 3, tables 2\n");
    assertThat(run.err().lines())
        .containsExactly(
            "note: event visit: column network: shows the network of the address beside the hash in"
                + " column visitor",
            "note: event visit: column raw: shows in the clear what column visitor and network"
                + " masks");
  }

  @Test
  void rows_of_samples_are_printed_and_the_others_told() throws IOException {
    Path samples =
        file(
            "samples.jsonl",
            """
            {"kind": "visit", "ip": "::ffff:192.0.2.7"}

            {"kind": "visit", "ip": "secret"}
            {"kind": "ping"}
            {"kind": "other"}
            no json\
            """);

    Run run = check("--sample", samples.toString(), "--log-level", "info");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out())
        .isEqualTo(
            "{\"table\":\"visits\",\"row\":{\"visitor\":"
                + "\""
                + hash("192.0.2.7")
                + "\",\"network\":\"192.0.2.0/24\",\"raw\":"
                + "{\"kind\": \"visit\", \"ip\": \"::ffff:192.0.2.7\"},\"id\":\"sample-1\"}}\n");
    assertThat(run.err().lines().filter(line -> !line.startsWith("note")))
        .containsExactly(
            "line 3: event visit: ip: is no IP address",
            "line 4: discarded as event ping",
            "line 5: left on the queue: no event of the spec fits",
            "line 6: not valid JSON (RFC 8259) at character 1");
  }

  @Test
  void samples_come_from_standard_input() {
    Run run =
        Run.reading(
            "{\"kind\": \"ping\"}\n", Map.of(), "spec", "check", shop.toString(), "--sample", "-");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("line 1: discarded as event ping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Messages\": [%s, %s]}", "%s\n%s", "[%s,\n%s]"})
  void messages_are_taken_as_aws_prints_them(String form) throws IOException {
    String order =
        """
        {"MessageId": "m-1", "Body": "{\\"orders\\": [{\\"total\\": 0.1}, {\\"total\\": 2}]}",
         "Attributes": {"SentTimestamp": "1700000000123", "MessageGroupId": "g"},
         "MessageAttributes": {
           "event_type": {"StringValue": "order.placed", "DataType": "String.label"},
           "region": {"BinaryValue": "AA==", "DataType": "Binary"}}}\
        """;
    Path samples = file("messages.json", form.formatted(order, "{\"ReceiptHandle\": 1}"));

    Run run = check("--sample", samples.toString(), "--sample-format", "message");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out().lines())
        .containsExactly(
            "{\"table\":\"orders\",\"row\":{\"total\":0.10,\"region\":null,\"team\":\"g\",\"sent\":"
                + "\"2023-11-14T22:13:20.123Z\",\"position\":0,\"id\":\"m-1\"}}",
            "{\"table\":\"orders\",\"row\":{\"total\":2.00,\"region\":null,\"team\":\"g\",\"sent\":"
                + "\"2023-11-14T22:13:20.123Z\",\"position\":1,\"id\":\"m-1\"}}");
    assertThat(run.err()).contains(": no message: it has no Body that is a text");
  }

  @Test
  void file_that_cannot_be_read_is_named() {
    assertThat(Run.etl("spec", "check", "none.json"))
        .isEqualTo(new Run(78, "", "etl: spec file none.json: no such file\n"));
    assertThat(Run.etl("spec", "check", folder.toString()).err())
        .isEqualTo("etl: spec file " + folder + ": is a directory\n");
    assertThat(check("--sample", "none.jsonl").err())
        .endsWith("etl: sample file none.jsonl: no such file\n");
    assertThat(Run.etl("grants", "--spec", "none.json"))
        .isEqualTo(new Run(78, "", "etl: spec file none.json: no such file\n"));
    assertThat(Run.etl(Map.of("ETL_SPEC", "none.json"), "grants").code()).isEqualTo(78);
    assertThat(Run.etl("remask", "--spec", "none.json").err())
        .isEqualTo("etl: spec file none.json: no such file\n");
  }

  @Test
  void option_wins_over_the_environment() {
    Run run = Run.etl(Map.of("ETL_SPEC", "none.json"), "grants", "--spec", shop.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("visits", "orders");
  }

  @Test
  void spec_is_named_in_an_env_file() throws IOException {
    Path variables = file("etl.env", "ETL_SPEC=none.json\n");

    assertThat(Run.etl("migrate", "--env-file", variables.toString()).err())
        .isEqualTo("etl: spec file none.json: no such file\n");
  }

  @Test
  void samples_become_what_the_parser_makes_of_messages() throws IOException {
    EventSpec spec = SpecFile.read(shop);
    EventParser parser = new EventParser(spec, Protection.plain());
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    Output out = new Output(rows);
    RowPrinter printer = new RowPrinter(spec, out);
    Random random = new Random(15);
    List<String> bodies = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      String body = body(random);
      bodies.add(body);
      ParsedMessage parsed =
          parser.parse(
              new QueueMessage(new Receipt("sample-" + i, "", ""), body, Instant.EPOCH, 1));
      if (parsed instanceof MaskedEvent event) {
        printer.print(event);
      } else if (parsed instanceof RejectedMessage reject && !reject.leave()) {
        reasons.add("line " + i + ": " + reject.reason());
      }
    }

    Run run = check("--sample", file("bodies.jsonl", String.join("\n", bodies)).toString());

    out.flush();
    assertThat(run.out().lines()).hasSizeGreaterThan(20);
    assertThat(run.out()).isEqualTo(rows.toString(StandardCharsets.UTF_8));
    assertThat(run.err().lines()).hasSizeGreaterThan(20).containsAll(reasons);
  }

  private static String body(Random random) {
    List<String> kinds = List.of("\"visit\"", "\"visit\"", "\"ping\"", "1", "[]");
    List<String> ips = List.of("\"192.0.2.1\"", "\"::1\"", "\"x\"", "null", "7", "{}");
    String body =
        "{\"kind\": "
            + kinds.get(random.nextInt(kinds.size()))
            + ", \"ip\": "
            + ips.get(random.nextInt(ips.size()))
            + "}";
    return random.nextInt(5) == 0 ? body.substring(random.nextInt(body.length())) : body;
  }

  private Run check(String... options) {
    List<String> args = new ArrayList<>(List.of("spec", "check", shop.toString()));
    args.addAll(List.of(options));
    return Run.etl(args.toArray(String[]::new));
  }

  private static String hash(String original) {
    return Protection.plain().mask(original).masked();
  }

  private Path file(String name, String content) throws IOException {
    return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}

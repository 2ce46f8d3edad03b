package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.spec.file.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecDraftCommandTest {
  private static final String ORDERS =
      """
      {"id": "5fea7756-0ea4-451a-a703-a558b933e274", "total": 12.5, "customer": {"email": "Ada@example.com"}}

      {"id": "6123a628-44db-41ea-9845-3d3e871f8e14", "total": 1, "customer": {"email": "bob@example.com"}}
      """;

  @TempDir Path folder;

  @Test
  void draft_of_samples_takes_them() throws IOException {
    Path samples = Files.writeString(folder.resolve("order.jsonl"), ORDERS);

    Run draft = Run.etl("spec", "draft", "--from-file", samples.toString());

    assertThat(draft.code()).isZero();
    assertThat(draft.out())
        .isEqualTo(
            """
            {
              "table": "orders",
              "columns": [
                {"name": "id", "pointer": "/id", "type": "uuid", "required": true},
                {"name": "total", "pointer": "/total", "type": "numeric", "required": true},
                {"name": "customer_email", "pointer": "/customer/email", "type": "text", "required": true, "masked": true, "canonical": "email"},
                {"name": "day", "message": "sent_date", "type": "date"},
                {"name": "message_id", "message": "message_id", "type": "varchar", "length": 128}
              ]
            }
            """);
    assertThat(draft.err()).isEqualTo("/customer/email: masked: looks like an e-mail address\n");
    Path spec = Files.writeString(folder.resolve("orders.json"), draft.out());
    Run check = Run.etl("spec", "check", spec.toString(), "--sample", samples.toString());
    assertThat(check.code()).isZero();
    assertThat(check.err()).isEmpty();
    assertThat(check.out().lines()).hasSize(2);
    assertThat(check.out()).doesNotContain("example.com");
  }

  @Test
  void samples_come_from_standard_input_and_the_table_from_an_option() {
    assertThat(draft(ORDERS, "--table", "sales").out()).contains("\"table\": \"sales\"");
    assertThat(draft(ORDERS).out()).contains("\"table\": \"events\"");
  }

  @Test
  void messages_are_taken_as_aws_prints_them() {
    Run draft =
        draft(
            """
            {"Messages": [{"Body": "{\\"a\\": 1}", "MessageAttributes": {
              "kind": {"StringValue": "x", "DataType": "String"}}}]}
            """,
            "--sample-format",
            "message");

    assertThat(draft.out()).contains("\"pointer\": \"/a\"", "\"attribute\": \"kind\"");
  }

  @Test
  void line_that_is_no_sample_is_told_and_the_others_are_drafted() {
    Run draft = draft("{\"a\": 1}\nsecret\n[1]\n");

    assertThat(draft.code()).isEqualTo(3);
    assertThat(draft.out()).contains("\"pointer\": \"/a\"");
    assertThat(draft.err().lines())
        .containsExactly(
            "line 2: not valid JSON (RFC 8259) at character 1",
            "line 3: is an array, and the samples before are objects");
  }

  @Test
  void nothing_is_drafted_of_no_samples() {
    assertThat(draft("\n"))
        .isEqualTo(
            new Run(
                78, "", "etl: sample file standard input has no sample that is a JSON object\n"));
    assertThat(Run.etl("spec", "draft", "--from-file", "none.jsonl"))
        .isEqualTo(new Run(78, "", "etl: sample file none.jsonl: no such file\n"));
    assertThat(draft("{\n  \"a\": 1\n}\n").err()).contains("note: a sample is one line: jq -c");
  }

  @Test
  void table_that_no_spec_can_have_is_wrong_usage() {
    Run draft = draft(ORDERS, "--table", "Sales");

    assertThat(draft.code()).isEqualTo(2);
    assertThat(draft.err()).contains("--table: table \"Sales\" is no identifier");
    assertThat(draft(ORDERS, "--table", "map_desmask").code()).isEqualTo(2);
  }

  @Test
  void schema_is_printed() {
    assertThat(Run.etl("spec", "schema")).isEqualTo(new Run(0, SpecFile.schemaText(), ""));
  }

  private static Run draft(String in, String... options) {
    String[] args = new String[4 + options.length];
    System.arraycopy(new String[] {"spec", "draft", "--from-file", "-"}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    return Run.reading(in, Map.of(), args);
  }
}

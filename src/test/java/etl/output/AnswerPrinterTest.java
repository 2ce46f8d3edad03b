package etl.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import etl.postgres.recover.RecoveredOriginal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerPrinterTest {
  private static final String NASTY = "a\tb\nc\r\"d\", e\\f\u001b[31m\u0085\u2028é";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void text_is_hash_field_and_original_with_tabs_between() {
    String text = text(original("ip", "192.0.2.7"));
    assertThat(text).isEqualTo("h\tip\t192.0.2.7\n");
  }

  @Test
  void text_leaves_the_field_empty_where_it_is_not_known() {
    assertThat(text(original("", "192.0.2.7"))).isEqualTo("h\t\t192.0.2.7\n");
  }

  @Test
  void text_stays_on_one_line_and_leaves_the_terminal_alone() {
    assertThat(text(original("ip", NASTY)))
        .isEqualTo("h\tip\ta\\tb\\nc\\r\"d\", e\\\\f\\u001b[31m\\u0085\\u2028é\n");
  }

  @Test
  void text_has_no_line_for_an_unknown_hash() {
    new AnswerPrinter(new Output(out), AnswerFormat.TEXT).unknown("h");
    assertThat(out.size()).isZero();
  }

  @Test
  void csv_has_a_header_and_quotes_as_rfc_4180_says() {
    assertThat(written(AnswerFormat.CSV, original("ip", "a\"b,c\nd"), null))
        .isEqualTo("hash,field,original\nh,ip,\"a\"\"b,c\nd\"\nx,,\n");
  }

  @Test
  void json_is_an_array_with_nulls_where_nothing_is_known() {
    JsonArray array =
        JsonParser.parseString(written(AnswerFormat.JSON, original("", NASTY), null))
            .getAsJsonArray();
    assertThat(array).hasSize(2);
    assertThat(array.get(0).getAsJsonObject().get("original").getAsString()).isEqualTo(NASTY);
    assertThat(array.get(0).getAsJsonObject().get("field").isJsonNull()).isTrue();
    assertThat(array.get(1).toString())
        .isEqualTo("{\"hash\":\"x\",\"field\":null,\"original\":null}");
  }

  @Test
  void json_of_no_hashes_is_an_empty_array() {
    assertThat(written(AnswerFormat.JSON)).isEqualTo("[]\n");
  }

  private String text(RecoveredOriginal original) {
    return written(AnswerFormat.TEXT, original);
  }

  private String written(AnswerFormat format, RecoveredOriginal... originals) {
    Output output = new Output(out);
    AnswerPrinter answers = new AnswerPrinter(output, format);
    for (RecoveredOriginal original : originals) {
      if (original == null) {
        answers.unknown("x");
      } else {
        answers.known(original);
      }
    }
    answers.end();
    output.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static RecoveredOriginal original(String field, String original) {
    return new RecoveredOriginal("h", field, original);
  }
}

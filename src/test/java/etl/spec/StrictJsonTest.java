package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.Logins;
import etl.event.MaskedEvent;
import etl.event.RejectedMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259 to the letter, in values that a column holds and in values that nobody asked for. */
class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-01",
        "00",
        "+1",
        "1.",
        ".5",
        "-.5",
        "-",
        "1e",
        "1e+",
        "1.e1",
        "1.5.2",
        "1e5.5",
        "0x10",
        "1_000",
        "1-1",
        "NaN",
        "Infinity",
        "-Infinity",
        "1a",
        "1\u00a0",
        "1\f",
        "\u0661"
      })
  void number_outside_the_grammar_is_not_json(String number) {
    assertNotJson(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "0.0", "1E5", "1e-05", "123456789.000", "0e0", "-1.5E+10"})
  void number_of_the_grammar_is_json(String number) {
    assertJson(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "TRUE", "truE", "NULL", "Null", "fals", "falsey", "nul", "tru"})
  void literal_in_other_letters_is_not_json(String literal) {
    assertNotJson(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\x\"", "\"\\'\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\U1234\"", "\"\\\n\"", "\"\\\"",
        "\"\\u+123\"", "\"\\u 123\"", "'a'", "\"a", "a", "\"a\"b\"",
            "\"\\u\uff11\uff11\uff11\uff11\""
      })
  void string_outside_the_grammar_is_not_json(String string) {
    assertNotJson(string);
  }

  @Test
  void raw_control_characters_in_strings_are_not_json() {
    for (char c = 0; c < ' '; c++) {
      assertNotJson("\"a" + c + "\"");
      assertNotJson("{\"a" + c + "\": 1}");
    }
  }

  @Test
  void delete_and_line_separators_in_strings_are_json() {
    assertJson("\"\u007f\u0085\u2028\u2029\uFEFF\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1;2]",
        "[,]",
        "[",
        "[1",
        "[1,",
        "]",
        "[1}",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{\"a\"=1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{\"a\":1]",
        "{\"a\"::1}",
        "{\"a\":}",
        "{[]:1}",
        "{\"a\",1}",
        "",
        " "
      })
  void structure_outside_the_grammar_is_not_json(String json) {
    assertNotJson(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/**/", "/**/1", "1//\n", "#\n1", "1 #x\n", "//x"})
  void comments_are_not_json(String json) {
    assertNotJson(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\f", "\u000b", "\u0000", "\u00a0", "\u2003", "\uFEFF", "\u0085"})
  void other_space_between_tokens_is_not_json(String space) {
    assertNotJson(space + "1");
    assertNotJson("1" + space);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", ",", "}", "]", "\u0000", "x", "\uFEFF", ")"})
  void anything_after_the_document_is_not_json(String trailing) {
    assertThat(Logins.reject(Logins.BODY + trailing).kind())
        .isEqualTo(RejectedMessage.Kind.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF", ")]}'\n", "\uFFFE", "\f", "//\n"})
  void anything_before_the_document_is_not_json(String leading) {
    assertThat(Logins.reject(leading + Logins.BODY).reason())
        .isEqualTo("not valid JSON (RFC 8259) at character 1");
  }

  @Test
  void every_beginning_of_a_document_is_not_json() {
    for (int length = 0; length < Logins.BODY.length(); length++) {
      assertThat(Logins.reject(Logins.BODY.substring(0, length)).kind())
          .isEqualTo(RejectedMessage.Kind.NOT_JSON);
    }
  }

  private static void assertNotJson(String json) {
    for (String body : bodies(json)) {
      assertThat(Logins.reject(body).kind()).as(body).isEqualTo(RejectedMessage.Kind.NOT_JSON);
    }
  }

  private static void assertJson(String json) {
    assertThat(Logins.parse(json)).isInstanceOf(RejectedMessage.class);
    for (String body : bodies(json).subList(1, 4)) {
      assertThat(Logins.parse(body)).as(body).isInstanceOf(MaskedEvent.class);
    }
  }

  private static List<String> bodies(String json) {
    return List.of(
        json,
        Logins.with("user_id", json),
        Logins.withExtra(json),
        Logins.withExtra("[{\"a\": " + json + "}]"));
  }
}

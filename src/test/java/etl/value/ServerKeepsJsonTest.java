package etl.value;

import static org.assertj.core.api.Assertions.assertThat;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.spec.JsonTexts;
import etl.testing.Lane;
import etl.testing.ServersAndProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** What PostgreSQL takes for jsonb and text[], the readers take, and nothing else. */
@ServersAndProperties
class ServerKeepsJsonTest {
  private static final List<String> PIECES =
      List.of(
          "\\u0000",
          "\\\\u0000",
          "\\ud83d\\ude00",
          "\\ud83d",
          "\\uDE00",
          "\\ud83dx",
          "\\ud83d\\n",
          "\\ud83d\\u0041",
          "\\uD83D\\uDE00",
          "\ud83d\ude00",
          "\ud83d",
          "\ude00",
          "\\ud83d\ude00",
          "\ud83d" + "\\ude00",
          "\\\\ud83d",
          "\\u00e9",
          "\\\"",
          "\\/",
          "é",
          "[",
          "}",
          "1e999999",
          "\\u2028");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1e2",
          "1E131071",
          "1e131072",
          "-1e131072",
          "1e-16383",
          "1e-16384",
          "1.5e-16383",
          "0e-99999",
          "0e131073",
          "12.50");

  @Property(tries = 5, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void jsonb_takes_what_the_server_takes(@ForAll Random random) {
    List<String> raw =
        Stream.generate(() -> json(random, 3)).limit(Lane.shortOrLong(2_000, 20_000)).toList();
    List<String> sent = new ArrayList<>();
    raw.forEach(
        text -> sent.add(Values.of(ValueReaders.jsonb(), new JsonScanner(text).kind(), text)));

    List<String> encodable = raw.stream().map(text -> isEncodable(text) ? text : null).toList();
    List<String> valid = Server.ask("pg_input_is_valid(raw, 'jsonb')", sent, encodable);
    for (int i = 0; i < raw.size(); i++) {
      assertThat(sent.get(i))
          .as(raw.get(i))
          .isEqualTo("true".equals(valid.get(i)) ? raw.get(i) : null);
    }
    assertThat(valid).contains("true", "false", null);
    assertThat(Server.ask("sent is null or sent::jsonb is not null", sent, sent))
        .doesNotContain("false");
  }

  @Test
  void the_server_takes_the_deepest_json() {
    String deepest = "[".repeat(999) + "{\"a\":1}" + "]".repeat(999);
    String tooDeep = "[" + deepest + "]";

    List<String> sent =
        Arrays.asList(
            Values.of(ValueReaders.jsonb(), JsonKind.ARRAY, deepest),
            Values.of(ValueReaders.jsonb(), JsonKind.ARRAY, tooDeep));
    assertThat(Server.ask("pg_column_size(sent::jsonb) > 1000", sent, sent))
        .containsExactly("true", null);
  }

  @Property(tries = 5, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void texts_of_arrays_come_back_as_they_were(@ForAll Random random) {
    List<List<String>> elements =
        Stream.generate(() -> elements(random)).limit(Lane.shortOrLong(500, 5_000)).toList();
    List<String> sent = new ArrayList<>();
    for (List<String> array : elements) {
      String json =
          array.stream()
              .map(text -> text == null ? "null" : JsonTexts.quoted(text, random))
              .reduce((a, b) -> a + JsonTexts.space(random) + "," + JsonTexts.space(random) + b)
              .orElse("");
      sent.add(Values.of(ValueReaders.textArray(), JsonKind.ARRAY, "[" + json + "]"));
    }

    List<String> first = Server.ask("(sent::text[])[1]", sent, sent);
    List<String> last = Server.ask("(sent::text[])[cardinality(sent::text[])]", sent, sent);
    List<String> sizes = Server.ask("cardinality(sent::text[])", sent, sent);
    List<String> joined =
        Server.ask("array_to_string(sent::text[], E'\\x01', E'\\x02')", sent, sent);
    for (int i = 0; i < sent.size(); i++) {
      List<String> array = elements.get(i);
      assertThat(sizes.get(i)).isEqualTo(String.valueOf(array.size()));
      assertThat(first.get(i)).isEqualTo(array.isEmpty() ? null : array.get(0));
      assertThat(last.get(i)).isEqualTo(array.isEmpty() ? null : array.get(array.size() - 1));
      assertThat(joined.get(i))
          .isEqualTo(
              String.join("\u0001", array.stream().map(t -> t == null ? "\u0002" : t).toList()));
    }
  }

  private static List<String> elements(Random random) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(
            i ->
                switch (random.nextInt(4)) {
                  case 0 -> null;
                  case 1 ->
                      Values.oneOf(
                          random,
                          List.of(
                              "NULL", "null", "", " ", "{", "}", "{}", ",", "\"", "\\", "\\\\\"",
                              "\\N", "a,b", "\n", "😀"));
                  default ->
                      JsonTexts.storable(6)
                          .generator(1)
                          .next(random)
                          .value()
                          .replaceAll("[\u0001\u0002]", "");
                })
        .toList();
  }

  private static String json(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 4)) {
      case 0 -> Values.oneOf(random, NUMBERS);
      case 1 -> Values.oneOf(random, List.of("true", "false", "1"));
      case 2, 3 -> text(random);
      case 4, 5 ->
          "["
              + String.join(
                  Values.oneOf(random, List.of(",", " ,\n")),
                  Stream.generate(() -> json(random, depth - 1)).limit(random.nextInt(3)).toList())
              + "]";
      default ->
          "{"
              + String.join(
                  ",",
                  Stream.generate(() -> text(random) + ": " + json(random, depth - 1))
                      .limit(random.nextInt(3))
                      .toList())
              + "}";
    };
  }

  private static String text(Random random) {
    if (random.nextInt(3) > 0) {
      return "\"" + (char) ('a' + random.nextInt(2)) + "\"";
    }
    return "\""
        + String.join(
            "",
            Stream.generate(() -> Values.oneOf(random, PIECES))
                .limit(1 + random.nextInt(2))
                .toList())
        + "\"";
  }

  private static boolean isEncodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}

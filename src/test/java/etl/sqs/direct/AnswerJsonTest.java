package etl.sqs.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {
  private static final String DOCUMENT =
      "{\"a\\u00e9\\ud83d\\ude00\" : [1, -0.5e+3,true,false,\tnull, \"\\\"\\n\\/\"],\r\n"
          + "\"é☃\": {\"\":{}, \"b\":[] , \"c\":[[0],{\"d\":\"\\ud83d\"}]}}";

  @Property
  void string_is_read_as_it_was_written(
      @ForAll("texts") String text,
      @ForAll boolean escaped,
      @ForAll @IntRange(min = 1, max = 40) int window)
      throws IOException {
    String json = escaped ? escaped(text) : new Gson().toJson(text);
    AnswerJson answer = json("[" + json + "," + json + "]", window);

    answer.open('[');
    for (int i = 0; i < 2; i++) {
      assertThat(answer.more(']')).isTrue();
      assertThat(answer.text()).isEqualTo(text);
    }
    assertThat(answer.more(']')).isFalse();
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
    return json.append('"').toString();
  }

  /** Halves of surrogate pairs stand alone only in escapes, since UTF-8 has none. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ascii()
        .withChars("\"\\/\b\f\n\r\té☃\u2028")
        .withCharRange('\u0080', '\ud7ff')
        .ofMaxLength(60)
        .map(text -> text.replace("\u0001", "\uD83D\uDE00"));
  }

  @Test
  void halves_of_surrogate_pairs_are_kept() throws IOException {
    for (int window = 1; window < 30; window++) {
      assertThat(json("\"é\\ude00 é\\ud83dé\\ud83d\\ude00é\"", window).text())
          .isEqualTo("é\ude00 é\ud83dé\ud83d\ude00é");
    }
  }

  @Property
  void what_a_strict_reader_refuses_is_refused(
      @ForAll @IntRange(min = 0, max = 130) int place,
      @ForAll @IntRange(min = 0, max = 2) int removed,
      @ForAll("pieces") String inserted,
      @ForAll @IntRange(min = 1, max = 40) int window) {
    int at = Math.min(place, DOCUMENT.length());
    String odd =
        "["
            + DOCUMENT.substring(0, at)
            + inserted
            + DOCUMENT.substring(Math.min(DOCUMENT.length(), at + removed))
            + "]";

    assertThat(passes(odd, window)).as(odd).isEqualTo(passesStrictly(odd));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        List.of(
            "", "\"", "\\", ",", ":", "{", "}", "[", "]", "0", "1", "-", ".", "e", "+", "null", "t",
            " ", "\u0000", "\u001f", "/", "'", "#", "é", "\\u", "\\x"));
  }

  private static boolean passes(String json, int window) {
    try {
      json(json, window).skip();
      return true;
    } catch (MalformedJsonException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean passesStrictly(String json) {
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonParser.parseReader(reader);
      return true;
    } catch (JsonParseException e) {
      return false;
    }
  }

  @Test
  void deep_nesting_is_refused() throws IOException {
    json("[".repeat(255) + "]".repeat(255), 8).skip();
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> json("[".repeat(100_000), 8).skip());
  }

  @Test
  void only_space_is_nothing() throws IOException {
    assertThat(json(" \r\n\t", 2).isEmpty()).isTrue();
    assertThat(json(" \u00e9", 2).isEmpty()).isFalse();
  }

  private static AnswerJson json(String json, int window) {
    return new AnswerJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), window);
  }
}

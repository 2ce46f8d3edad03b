package etl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
  /** The examples of RFC 6901, section 5. */
  @ParameterizedTest
  @CsvSource({
    "/foo, foo",
    "/a~1b, a/b",
    "/c%d, c%d",
    "/e^f, e^f",
    "/g|h, g|h",
    "/i\\j, i\\j",
    "'/k\"l', 'k\"l'",
    "'/ ', ' '",
    "/m~0n, m~n",
    "/, ''"
  })
  void single_token_is_unescaped(String pointer, String token) {
    assertThat(JsonPointer.parse(pointer).tokens()).containsExactly(token);
  }

  @Test
  void tokens_are_parted_by_slashes() {
    assertThat(JsonPointer.parse("").tokens()).isEmpty();
    assertThat(JsonPointer.parse("/foo/0").tokens()).containsExactly("foo", "0");
    assertThat(JsonPointer.parse("//a//").tokens()).containsExactly("", "a", "", "");
    assertThat(JsonPointer.parse("/~01~10").tokens()).containsExactly("~1/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/~", "/a~2", "/~~0", "/~~00", "/~~01", "/~~10", "/a/b~", "/a\n~x"})
  void stray_tilde_is_refused(String pointer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPointer.parse(pointer))
        .withMessage("a tilde stands only in ~0 and ~1: " + pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "#/a", " /a"})
  void pointer_that_does_not_begin_with_a_slash_is_refused(String pointer) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse(pointer));
  }
}

package etl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import etl.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource
  void reads_what_python_dotenv_reads(String text, Map<String, String> expected)
      throws IOException {
    assertThat(read(text)).isEqualTo(expected);
  }

  static Stream<Arguments> reads_what_python_dotenv_reads() {
    return Stream.of(
        arguments("# a comment\nA=1\n\n  B=2\n", Map.of("A", "1", "B", "2")),
        arguments("export A=yes\nB = around \nC=", Map.of("A", "yes", "B", "around", "C", "")),
        arguments("A=first\nA=second", Map.of("A", "second")),
        arguments("A=a=b==", Map.of("A", "a=b==")),
        arguments("A=value # not part of it\nB=a#b", Map.of("A", "value", "B", "a#b")),
        arguments("A=a # b # c\nB=\t#c", Map.of("A", "a", "B", "#c")),
        arguments("DB_PASSWORD=#secret", Map.of("DB_PASSWORD", "#secret")),
        arguments("A='x' # c\nB=\"y\"#c", Map.of("A", "x", "B", "y")),
        arguments("A=\"two\nlines\"\nB='a\n\nb'", Map.of("A", "two\nlines", "B", "a\n\nb")),
        arguments("A=\"a\r\nb\"\r\nB='two'\r\n", Map.of("A", "a\nb", "B", "two")),
        arguments("\uFEFFA=1\r\n\r\nB=2\r\n", Map.of("A", "1", "B", "2")),
        arguments(
            "A=\"\\\" \\' \\\\ \\a\\b\\f\\n\\r\\t\\v \\q \\$\"",
            Map.of("A", "\" ' \\ \u0007\b\f\n\r\t\u000B \\q \\$")),
        arguments("A='\\' \\\\ \\n'", Map.of("A", "' \\ \\n")),
        arguments("A=\"C:\\\\\"\nB=x", Map.of("A", "C:\\", "B", "x")),
        arguments("A=un\\nquoted", Map.of("A", "un\\nquoted")),
        arguments("'A'=1\n'B C'=2", Map.of("A", "1", "B C", "2")),
        arguments(
            "spring.main.banner-mode=off\nDEBUG\nA=1",
            Map.of("spring.main.banner-mode", "off", "A", "1")),
        arguments("A=1\nA\nB=2", Map.of("B", "2")),
        arguments("A=1\nB=${A}2\nC=\"${A}${B}\"", Map.of("A", "1", "B", "12", "C", "112")),
        arguments("A=${NONE}x\nB=${NONE:-a b}", Map.of("A", "x", "B", "a b")),
        arguments("A=${HOME_OF}\nHOME_OF=file", Map.of("A", "process", "HOME_OF", "file")),
        arguments("HOME_OF=file\nA=${HOME_OF:-x}", Map.of("A", "process", "HOME_OF", "file")),
        arguments(
            "A=$HOME_OF\nB=a$b\nC=${open", Map.of("A", "$HOME_OF", "B", "a$b", "C", "${open")),
        arguments("A='${HOME_OF} as it $stands'", Map.of("A", "${HOME_OF} as it $stands")));
  }

  /** A backslash at the end of a value, with more quotes below: python-dotenv loses both lines. */
  @Test
  void escaped_backslash_before_a_closing_quote_does_not_reach_into_the_next_line()
      throws IOException {
    assertThat(read("A=\"C:\\\\\"\nB=\"x\""))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "C:\\", "B", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\""})
  void quoted_value_may_be_long(String quote) throws IOException {
    String value = "k1:\\n".repeat(20_000);
    String expected = quote.equals("'") ? value : value.replace("\\n", "\n");
    assertThat(read("ETL_KEYS=" + quote + value + quote).get("ETL_KEYS")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swordfish",
        "=swordfish",
        "KEY: swordfish",
        "KEY='swordfish",
        "KEY=\"swordfish",
        "KEY='swordfish' more",
        "export swordfish",
        "KEY NAME=swordfish",
        "'"
      })
  void line_that_means_nothing_is_skipped(String line) throws IOException {
    assertThat(read("A=1\n\n" + line + "\nB=2\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_PASSWORD='swordfish",
        "export AWS_SECRET_ACCESS_KEY=\"swordfish",
        "PGPASSWORD='swordfish' more",
        "PGHOST swordfish",
        "ETL_QUEUE_NAME: swordfish"
      })
  void names_a_bad_line_of_a_known_variable_by_its_number_and_never_its_content(String line) {
    assertThatThrownBy(() -> read("A=1\nB='two\nlines'\n" + line + "\n"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageEndingWith("test.env: line 4 is not KEY=value")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void half_a_set_of_credentials_is_warned_of() throws IOException {
    read("AWS_ACCESS_KEY_ID=swordfish");
    Run run =
        Run.etl(
            "migrate",
            "--env-file",
            folder.resolve("test.env").toString(),
            "--database-url",
            "postgresql://127.0.0.1:1/none");
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains("incomplete").doesNotContain("swordfish");
  }

  @Test
  void missing_file_is_a_configuration_error_on_one_line() {
    Run run = Run.etl("stats", "--env-file", folder.resolve("none.env").toString());
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).matches("etl: env file .*none\\.env: no such file\\R");
  }

  @Test
  void folder_and_binary_file_are_configuration_errors() throws IOException {
    assertThatThrownBy(() -> new EnvFile(folder).read(Map.of())).isInstanceOf(CommandFailure.class);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {'A', '=', (byte) 0xFF});
    assertThatThrownBy(() -> new EnvFile(binary).read(Map.of())).isInstanceOf(CommandFailure.class);
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = folder.resolve("test.env");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return new EnvFile(file).read(Map.of("HOME_OF", "process", "EMPTY", ""));
  }
}

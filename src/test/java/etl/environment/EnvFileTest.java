package etl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
  @TempDir Path folder;

  @Test
  void reads_keys_and_values() throws IOException {
    String text =
        """
        # a comment
        PLAIN=value

          INDENTED=1
        export EXPORTED=yes
        SPACED = around
        EMPTY=
        SINGLE='as it $stands \\n # here'
        DOUBLE="a \\"quote\\", a\\ttab, a \\\\, a \\$, a \\q" # comment
        COMMENTED=value # not part of it
        HASH=a#b
        EQUALS=a=b==
        TWICE=first
        TWICE=second
        """;
    assertThat(read(text))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("PLAIN", "value"),
                Map.entry("INDENTED", "1"),
                Map.entry("EXPORTED", "yes"),
                Map.entry("SPACED", "around"),
                Map.entry("EMPTY", ""),
                Map.entry("SINGLE", "as it $stands \\n # here"),
                Map.entry("DOUBLE", "a \"quote\", a\ttab, a \\, a $, a \\q"),
                Map.entry("COMMENTED", "value"),
                Map.entry("HASH", "a#b"),
                Map.entry("EQUALS", "a=b=="),
                Map.entry("TWICE", "second")));
  }

  @Test
  void reads_files_of_windows_editors() throws IOException {
    assertThat(read("\uFEFFA=1\r\n\r\nB='two'\r\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swordfish",
        "=swordfish",
        "1KEY=swordfish",
        "KEY: swordfish",
        "KEY='swordfish",
        "KEY=\"swordfish",
        "KEY='swordfish' more",
        "export swordfish",
        "KEY NAME=swordfish"
      })
  void names_a_bad_line_by_its_number_and_never_its_content(String line) {
    assertThatThrownBy(() -> read("A=1\n\n" + line + "\n"))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageEndingWith("test.env: line 3 is not KEY=value")
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
    assertThatThrownBy(() -> new EnvFile(folder).read()).isInstanceOf(CommandFailure.class);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {'A', '=', (byte) 0xFF});
    assertThatThrownBy(() -> new EnvFile(binary).read()).isInstanceOf(CommandFailure.class);
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = folder.resolve("test.env");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return new EnvFile(file).read();
  }
}

package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.cli.option.InputFile;
import etl.environment.CommandFailure;
import etl.environment.TextOrJson;
import etl.log.Log;
import etl.log.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashesInFilesTest {
  private static final String HASH = "0f".repeat(32);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Log log =
      new Log(
          new PrintStream(err, true, StandardCharsets.UTF_8),
          LogLevel.ERROR,
          TextOrJson.TEXT,
          Clock.systemUTC());
  private final List<String> hashes = new ArrayList<>();

  @Test
  void takes_hashes_of_every_form_and_normalises_them() {
    String text = HASH + "\r\n  " + HASH.toUpperCase() + " \n\n \nK12:" + HASH;
    assertThat(read(text)).isZero();
    assertThat(hashes).containsExactly(HASH, HASH, "k12:" + HASH);
    assertThat(err.size()).isZero();
  }

  @Test
  void takes_hashes_with_the_domain_of_an_address() {
    String longest = "x".repeat(249) + ".com";
    assertThat(read(HASH + "@Example.com\nk12:" + HASH + "@" + longest + "\nx@example.com"))
        .isOne();
    assertThat(hashes).containsExactly(HASH + "@example.com", "k12:" + HASH + "@" + longest);
  }

  @Test
  void byte_order_mark_and_comments_are_no_wrong_lines() {
    assertThat(read("\uFEFF" + HASH + "\n# of March\n" + HASH + "\n")).isZero();
    assertThat(read("\uFEFF# of April\n")).isZero();
    assertThat(hashes).containsExactly(HASH, HASH);
    assertThat(read(HASH + "\n\uFEFF" + HASH)).isOne();
  }

  @Test
  void names_a_wrong_line_by_its_number_and_goes_on() {
    String tooLong = "f".repeat(1_000_000);
    assertThat(read("192.0.2.7\n" + HASH + "\n" + tooLong + "\nk0:" + HASH + "\n" + HASH))
        .isEqualTo(3);
    assertThat(hashes).containsExactly(HASH, HASH);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "etl: standard input: line 1 is not a hash",
            "etl: standard input: line 3 is not a hash",
            "etl: standard input: line 4 is not a hash");
  }

  @Test
  void missing_file_is_a_configuration_error(@TempDir Path folder) {
    String file = folder.resolve("none").toString();
    assertThatThrownBy(() -> InputFile.open("", file, in("")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageEndingWith("none: no such file");
  }

  @Test
  void folder_is_a_configuration_error(@TempDir Path folder) {
    assertThatThrownBy(
            () -> {
              try (InputFile file = InputFile.open("", folder.toString(), in(""))) {
                HashArguments.read(file, hashes::add, log);
              }
            })
        .isInstanceOf(CommandFailure.class)
        .hasMessageEndingWith("cannot be read");
  }

  private long read(String text) {
    try (InputFile file = InputFile.open("", "-", in(text))) {
      return HashArguments.read(file, hashes::add, log);
    }
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

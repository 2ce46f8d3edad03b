package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("etl.keys");
  }

  @Test
  void file_is_created_for_its_owner_with_a_warning_about_its_loss() throws IOException {
    Run run = keys("create");

    assertThat(run.code()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(run.err()).contains("keys.created").contains("is lost for good");
    assertTellsNoKeys(run);
  }

  @Test
  void file_that_exists_is_not_overwritten() throws IOException {
    keys("create");
    String content = Files.readString(file);

    Run run = keys("create");

    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("already exists\n     -> to add a generation to it, run etl keys rotate")
        .hasLineCount(2);
    assertThat(file).hasContent(content);
  }

  @Test
  void rotating_a_file_that_is_not_there_names_the_command_that_makes_one() {
    Run run = keys("rotate");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("no such file\n     -> etl keys create makes one")
        .hasLineCount(2);
  }

  @Test
  void list_shows_ids_and_dates_only() throws IOException {
    keys("create");
    keys("rotate");

    Run run = keys("list");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(1)).matches("1 +20[0-9-]+T[0-9:]+Z +[0-9]+ +[0-9]+");
              assertThat(lines.get(2)).matches("2 +20[0-9-]+T[0-9:]+Z +[0-9]+ +[0-9]+");
            });
    assertTellsNoKeys(run);
  }

  @Test
  void file_that_others_can_read_is_refused_by_every_command() throws IOException {
    keys("create");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    for (Run run :
        List.of(
            keys("list"),
            keys("rotate"),
            Run.etl("recover", "0".repeat(64), "--keys", file.toString()),
            Run.etl("remask", "--keys", file.toString()),
            Run.etl("consume", "--dry-run", "--keys", file.toString()))) {
      assertThat(run.code()).isEqualTo(78);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("accessible by other users").hasLineCount(2);
    }
  }

  @Test
  void without_a_subcommand_the_usage_is_wrong() {
    assertThat(Run.etl("keys").code()).isEqualTo(2);
    assertThat(Run.etl("keys", "create").code()).isEqualTo(2);
    assertThat(Run.etl("keys", "forge", file.toString()).code()).isEqualTo(2);
  }

  private Run keys(String command) {
    return Run.etl("keys", command, file.toString());
  }

  private void assertTellsNoKeys(Run run) throws IOException {
    List<String> keys =
        Pattern.compile("\"value\":\"([^\"]+)\"")
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(keys).isNotEmpty();
    assertThat(run.out() + run.err()).doesNotContain(keys);
  }
}

package etl.completions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asks bash itself, which calls the function as it does when somebody presses the tab key. */
@Tag("servers")
class BashCompletionTest {
  @Test
  void commands_are_completed() throws Exception {
    assertThat(complete("")).contains("consume", "recover", "stats", "--version");
    assertThat(complete("con")).containsExactly("consume");
  }

  @Test
  void options_of_the_command_are_completed() throws Exception {
    assertThat(complete("consume", "--fo")).containsExactlyInAnyOrder("--follow", "--format");
    assertThat(complete("recover", "--fo")).containsExactly("--format");
    assertThat(complete("consume", "--format", "json", "--dry")).containsExactly("--dry-run");
  }

  @Test
  void values_are_completed_in_a_word_of_their_own_and_after_an_equals_sign() throws Exception {
    assertThat(complete("consume", "--on-reject", "")).containsExactly("quarantine", "leave");
    assertThat(complete("consume", "--on-reject", "=")).containsExactly("quarantine", "leave");
    assertThat(complete("consume", "--on-reject", "=", "le")).containsExactly("leave");
  }

  @Test
  void file_is_completed_where_a_file_is_asked_for() throws Exception {
    assertThat(complete("consume", "--env-file", "pom.x")).containsExactly("pom.xml");
  }

  @Test
  void nothing_is_made_up_for_a_value_that_can_be_anything() throws Exception {
    assertThat(complete("consume", "--queue-name", "")).isEmpty();
  }

  private static List<String> complete(String... words) throws IOException, InterruptedException {
    String script =
        """
        source completions/etl.bash
        complete -p etl >/dev/null || exit
        COMP_WORDS=(etl "$@")
        COMP_CWORD=$#
        _etl
        printf '%s\\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
        """;
    List<String> command = new ArrayList<>(List.of("bash", "--norc", "-u", "-c", script, "bash"));
    command.addAll(List.of(words));
    Process bash =
        new ProcessBuilder(command)
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> replies = bash.inputReader().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(bash.waitFor()).isZero();
    return replies;
  }
}

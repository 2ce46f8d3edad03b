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

  @Test
  void ids_come_from_the_database_that_the_line_names() throws Exception {
    assertThat(completeLine("rejects", "show", "--env-file", "my.env", ""))
        .containsExactly("rejects_list_--format_csv_--env-file_my.env", "id-1", "id-2");
    assertThat(completeLine("rejects", "purge", "--sandbox", "id-2")).containsExactly("id-2");
    assertThat(completeLine("rejects", "retry", "--al")).containsExactly("--all");
  }

  @Test
  void options_are_offered_where_the_database_does_not_answer() throws Exception {
    assertThat(complete("rejects", "show", "")).contains("--env-file");
  }

  /** With a stand-in for the program, which answers with two ids and what it was asked. */
  private static List<String> completeLine(String... words)
      throws IOException, InterruptedException {
    return complete(
        """
        etl() {
          printf 'id,reason\\n%s,a b\\nid-1,"c, d"\\nid-2,\\n' "$(tr -c 'a-z.\\n-' _ <<<"$*")"
        }
        """,
        words);
  }

  private static List<String> complete(String... words) throws IOException, InterruptedException {
    return complete("etl() { return 69; }\n", words);
  }

  private static List<String> complete(String program, String[] words)
      throws IOException, InterruptedException {
    String script =
        program
            + """
        source completions/etl.bash
        complete -p etl >/dev/null || exit
        COMP_WORDS=(etl "$@")
        COMP_CWORD=$#
        COMP_LINE="etl $*"
        COMP_POINT=${#COMP_LINE}
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

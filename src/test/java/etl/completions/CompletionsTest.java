package etl.completions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  private static final Path FOLDER = Path.of("completions");

  @Test
  void committed_scripts_are_those_of_the_program_as_it_is() throws IOException {
    for (Map.Entry<String, String> script : Completions.scripts().entrySet()) {
      Path file = FOLDER.resolve(script.getKey());
      if (Boolean.getBoolean("completions.write")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, script.getValue());
      }
      assertThat(file)
          .as("write it anew: mvn test -Dtest=CompletionsTest -Dcompletions.write=true")
          .hasContent(script.getValue());
    }
  }
}

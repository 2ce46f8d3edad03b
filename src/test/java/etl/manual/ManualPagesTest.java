package etl.manual;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.WholeCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManualPagesTest {
  @TempDir Path folder;

  @Test
  void every_option_of_every_command_stands_in_its_page() throws IOException {
    ManualPages.write(folder);
    int pages = look(WholeCommandLine.make().getCommandSpec());
    assertThat(pages).isGreaterThan(15);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(pages);
    }
  }

  @Test
  void pages_are_titled_as_the_program_is_and_tell_its_version() throws IOException {
    ManualPages.write(folder);
    String version = WholeCommandLine.make().getCommandSpec().version()[0];
    for (String page : new String[] {"etl", "etl-consume", "etl-rejects-show"}) {
      assertThat(Files.readString(folder.resolve(page + ".adoc")))
          .contains("= " + page + "(1)", ":manmanual: etl\n", ":mansource: " + version + "\n");
    }
  }

  private int look(CommandSpec spec) throws IOException {
    String page = Files.readString(folder.resolve(spec.qualifiedName("-") + ".adoc"));
    for (OptionSpec option : spec.options()) {
      assertThat(page).contains(option.names());
    }
    int pages = 1;
    for (CommandLine command : spec.subcommands().values()) {
      pages += look(command.getCommandSpec());
    }
    return pages;
  }
}

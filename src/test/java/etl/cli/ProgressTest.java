package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.environment.ProcessContext;
import etl.terminal.Terminal;
import etl.testing.SampleLogin;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class ProgressTest {
  private static final String ESCAPE = "\u001b";

  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
    installation.queue().send(SampleLogin.body(1));
  }

  @ParameterizedTest
  @CsvSource({
    "xterm, 'consume', true",
    "xterm, 'consume --progress never', false",
    "xterm, 'consume --log-format json', false",
    "xterm, 'consume --follow --max-messages 1', false",
    "xterm, 'consume --dry-run', false",
    "dumb, 'consume', false",
    "'', 'consume', false",
    "dumb, 'consume --progress always', true",
    "xterm, 'consume --progress always --follow --max-messages 1', true",
  })
  void bar_is_shown_where_it_can_be_read(String terminal, String command, boolean bar) {
    Run run = onTerminal(terminal, command.split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().contains(ESCAPE)).as(run.err()).isEqualTo(bar);
    assertThat(run.out())
        .doesNotContain(ESCAPE)
        .contains(command.contains("dry") ? "{" : "written");
  }

  @Test
  void bar_has_no_colours_and_leaves_nothing_behind() {
    Run run = onTerminal("xterm", "consume");
    assertThat(run.err()).doesNotContainPattern(ESCAPE + "\\[[0-9;]*m").contains("draining");
    assertThat(run.err().substring(run.err().lastIndexOf(ESCAPE))).isEqualTo(ESCAPE + "[J");
  }

  private Run onTerminal(String type, String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of(command));
    args.add("--idle=1s");
    ProcessContext process =
        new ProcessContext(
            Map.of("TERM", type, "LANG", "C.UTF-8"),
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            Optional::empty,
            () -> Optional.of(new Terminal.Size(80, 24)));
    int code = Cli.run(process, installation.withEnvFile(args.toArray(String[]::new)));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}

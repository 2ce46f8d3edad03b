package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.environment.ProcessContext;
import etl.terminal.Terminal;
import etl.testing.SampleLogin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class UnwritableLogTest {
  @TempDir Path folder;
  private Installation installation;

  @BeforeEach
  void install() {
    installation = Installation.in(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_drain_whose_standard_error_takes_nothing_does_its_work(boolean checked) {
    installation.queue().send(SampleLogin.body(1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            Map.of(),
            InputStream.nullInputStream(),
            out,
            new PrintStream(full(checked), true, StandardCharsets.UTF_8),
            Clock.systemUTC(),
            Terminal.NONE,
            Terminal.NONE);

    int code =
        Cli.run(
            process,
            installation.withEnvFile("consume", "--log-level=trace", "--idle=1s", "--format=json"));

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"written\":1,", "\"deleted\":1,");
  }

  private static OutputStream full(boolean checked) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        IOException full = new IOException("no space left on device");
        if (checked) {
          throw full;
        }
        throw new UncheckedIOException(full);
      }
    };
  }
}

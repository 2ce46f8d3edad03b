package etl.testing;

import static etl.testing.ProcessSignals.heardBy;
import static etl.testing.ProcessSignals.ignoredBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class ProcessSignalsTest {
  private static final int SIGNALLED = 128;

  @ParameterizedTest
  @CsvSource({"HUP, 1", "INT, 2", "TERM, 15"})
  void signal_is_heard_although_the_parent_ignores_it(String signal, int number) throws Exception {
    List<String> waiting = List.of("sh", "-c", "echo ready; read line");
    Process process = new ProcessBuilder(ignoredBy(signal, heardBy(waiting))).start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      ProcessSignals.send(signal, process.pid());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGNALLED + number);
    } finally {
      process.destroyForcibly();
    }
  }
}

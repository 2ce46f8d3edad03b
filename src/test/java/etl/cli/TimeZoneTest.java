package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ProgramCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver sends the JVM's time zone to the server, which knows other names. */
@Tag("servers")
class TimeZoneTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"IST", ":weird", "SystemV/PST8PDT"})
  void zone_of_the_machine_does_not_reach_the_server(String zone) {
    Installation installation = Installation.in(folder);
    ProcessBuilder builder =
        new ProcessBuilder(ProgramCommand.java(List.of(), installation.withEnvFile("migrate")));
    builder.environment().put("TZ", zone);

    try (Spawned etl = Spawned.start(builder, folder, "zone")) {
      assertThat(etl.code()).as(etl.err()).isZero();
    }
  }
}

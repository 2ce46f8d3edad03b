package etl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.ProgramCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine is set to does not change what the program does and prints. */
@Tag("servers")
class MachinesSettingsTest {
  @TempDir Path folder;

  private Installation installation;

  @BeforeEach
  void set_up() {
    installation = Installation.in(folder);
  }

  /** The driver sends the JVM's time zone to the server, which knows other names. */
  @ParameterizedTest
  @ValueSource(strings = {"IST", ":weird", "SystemV/PST8PDT"})
  void time_zone_does_not_reach_the_server(String zone) {
    ProcessBuilder builder =
        new ProcessBuilder(ProgramCommand.java(List.of(), installation.withEnvFile("migrate")));
    builder.environment().put("TZ", zone);

    try (Spawned etl = Spawned.start(builder, folder, "zone")) {
      assertThat(etl.code()).as(etl.err()).isZero();
    }
  }

  @Test
  void numbers_are_not_written_in_the_digits_of_the_country() {
    List<String> egypt = List.of("-Duser.language=ar", "-Duser.country=EG");
    String[] doctor = installation.withEnvFile("doctor");

    try (Spawned etl =
        Spawned.start(new ProcessBuilder(ProgramCommand.java(egypt, doctor)), folder, "egypt")) {
      assertThat(etl.code()).as(etl.err()).isEqualTo(3);
      assertThat(etl.out()).containsPattern("[0-9]+ ok, [0-9]+ warnings, 0 failed\n");
    }
  }
}

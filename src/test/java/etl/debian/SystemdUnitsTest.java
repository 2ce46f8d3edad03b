package etl.debian;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.DebianProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd's own tool looks at the units. */
@Tag("debian")
@Tag("servers")
class SystemdUnitsTest {
  private static final Path UNITS = Path.of("src/main/deploy/systemd");
  private static final List<String> FILES =
      List.of(
          "etl-.service.d/etl.conf",
          "etl-follow.service",
          "etl-drain.service",
          "etl-drain.timer",
          "etl-migrate.service",
          "etl-migrate.timer");

  private static final DebianProgram SYSTEMD = new DebianProgram("systemd-analyze", "systemd");

  @TempDir Path folder;

  @Test
  void units_have_no_mistake() throws Exception {
    SYSTEMD.assumeInstalled();
    copyUnits();
    assertThat(verify(FILES.stream().skip(1).toArray(String[]::new))).isEmpty();
    // The tool would say nothing either if it did not look at the common settings.
    Path common = folder.resolve(FILES.get(0));
    Files.writeString(common, Files.readString(common) + "Umsk=0077\n");
    assertThat(verify("etl-follow.service")).contains("Unknown key 'Umsk'");
  }

  @Test
  void services_can_do_little_harm() throws Exception {
    SYSTEMD.assumeInstalled();
    copyUnits();
    String most = "--threshold=20";
    SYSTEMD.run(folder, "security", "--no-pager", "--offline=yes", most, "./etl-follow.service");
    SYSTEMD.run(folder, "security", "--no-pager", "--offline=yes", most, "./etl-drain.service");
    SYSTEMD.run(folder, "security", "--no-pager", "--offline=yes", most, "./etl-migrate.service");
  }

  private String verify(String... units) throws IOException, InterruptedException {
    String[] args = new String[units.length + 2];
    args[0] = "verify";
    args[1] = "--man=no";
    for (int i = 0; i < units.length; i++) {
      args[i + 2] = "./" + units[i];
    }
    return SYSTEMD.run(folder, args);
  }

  /** The tool looks whether the program is there: it is this checkout's. */
  private void copyUnits() throws IOException {
    for (String file : FILES) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      String unit = Files.readString(UNITS.resolve(file));
      Files.writeString(copy, unit.replace("/opt/etl/", Path.of("").toAbsolutePath() + "/"));
    }
  }
}

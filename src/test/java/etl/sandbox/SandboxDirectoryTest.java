package etl.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import etl.event.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxDirectoryTest {
  @TempDir Path folder;
  private Path home;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void resolve_links() throws IOException {
    home = folder.toRealPath();
  }

  @Test
  void named_folder_comes_first() {
    Path named = home.resolve("named");
    assertThat(of(Map.of("ETL_SANDBOX_DIR", named.toString(), "HOME", home.toString())))
        .isEqualTo(named);
  }

  @Test
  void data_home_comes_before_home() {
    Path dataHome = home.resolve("data");
    assertThat(of(Map.of("XDG_DATA_HOME", dataHome.toString(), "HOME", home.toString())))
        .isEqualTo(dataHome.resolve("etl/sandbox"));
  }

  @Test
  void empty_home_is_enough() {
    assertThat(of(Map.of("HOME", home.toString())))
        .isEqualTo(home.resolve(".local/share/etl/sandbox"));
    assertThat(notices).isEmpty();
  }

  @Test
  void only_its_owner_can_enter_it() throws IOException {
    Path root = of(Map.of("HOME", home.toString()));
    assertThat(Files.getPosixFilePermissions(root))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void without_a_home_it_is_temporary_and_that_is_said() {
    Path root = of(Map.of("HOME", home.resolve("missing").toString()));
    assertThat(root.toString()).contains("etl-sandbox-");
    assertThat(notices).singleElement().asString().contains(root.toString());
  }

  @Test
  void named_folder_that_cannot_be_made_is_a_configuration_error() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    assertThatExceptionOfType(SandboxException.class)
        .isThrownBy(() -> of(Map.of("ETL_SANDBOX_DIR", file.resolve("in").toString())))
        .withMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
  }

  private Path of(Map<String, String> environment) {
    return SandboxDirectory.of(environment, notices::add).root();
  }
}

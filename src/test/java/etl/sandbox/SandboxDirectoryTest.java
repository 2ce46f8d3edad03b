package etl.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import etl.event.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwxr-xr-x"})
  void folder_with_other_files_is_refused_and_not_changed(String mode) throws IOException {
    Path other = Files.createFile(folderWith(mode).resolve("other")).getParent();
    assertRefused(other, "other files");
    assertThat(Files.getPosixFilePermissions(other)).isEqualTo(permissions(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x", "rwx----w-"})
  void empty_folder_that_others_can_write_to_is_refused_and_not_changed(String mode)
      throws IOException {
    Path open = folderWith(mode);
    assertRefused(open, "chmod 700");
    assertThat(Files.getPosixFilePermissions(open)).isEqualTo(permissions(mode));
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void empty_folder_that_others_can_look_into_gets_one_of_its_own() throws IOException {
    Path visible = folderWith("rwxr-xr-x");
    for (int i = 0; i < 2; i++) {
      Path root = named(visible);
      assertThat(root).isEqualTo(visible.resolve("etl-sandbox"));
      assertThat(Files.getPosixFilePermissions(root)).isEqualTo(permissions("rwx------"));
    }
    assertThat(Files.getPosixFilePermissions(visible)).isEqualTo(permissions("rwxr-xr-x"));
  }

  @Test
  void sandbox_that_was_opened_to_others_is_refused() throws IOException {
    Path root = named(folderWith("rwx------"));
    Files.createFile(root.resolve("start.lock"));
    assertThat(named(root)).isEqualTo(root);
    Files.setPosixFilePermissions(root, permissions("rwxr-xr-x"));
    assertRefused(root, "chmod 700");
  }

  @Test
  void symbolic_link_is_refused_before_anything_behind_it_is_looked_at() throws IOException {
    Path target = folderWith("rwxr-xr-x");
    assertRefused(Files.createSymbolicLink(home.resolve("link"), target), "symbolic link");
    assertThat(target).isEmptyDirectory();
    assertThat(Files.getPosixFilePermissions(target)).isEqualTo(permissions("rwxr-xr-x"));
  }

  @Test
  void folder_of_another_user_is_refused() throws IOException {
    Path theirs = folderWith("rwx------");
    assumeTrue(Files.isWritable(Path.of("/")), "only the superuser can give a folder away");
    Files.setOwner(
        theirs,
        theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertRefused(theirs, "another user");
  }

  @Test
  void folder_for_the_temporary_files_of_all_is_not_touched() throws IOException {
    Path all = Path.of("/tmp");
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(all);
    assertThatExceptionOfType(SandboxException.class).isThrownBy(() -> named(all));
    assertThat(Files.getPosixFilePermissions(all)).isEqualTo(before);
  }

  private Path folderWith(String mode) throws IOException {
    Path made = Files.createDirectory(home.resolve("made"));
    return Files.setPosixFilePermissions(made, permissions(mode));
  }

  private static Set<PosixFilePermission> permissions(String mode) {
    return PosixFilePermissions.fromString(mode);
  }

  private void assertRefused(Path root, String why) {
    assertThatExceptionOfType(SandboxException.class)
        .isThrownBy(() -> named(root))
        .withMessageContainingAll(root.toString(), why)
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
  }

  private Path named(Path root) {
    return of(Map.of("ETL_SANDBOX_DIR", root.toString()));
  }

  private Path of(Map<String, String> environment) {
    return SandboxDirectory.of(environment, notices::add).root();
  }
}

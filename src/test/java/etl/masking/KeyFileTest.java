package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import etl.doctor.RemediableException;
import etl.doctor.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final Instant FIRST_DAY = Instant.parse("2026-11-23T10:20:30.5Z");
  private static final Instant NEXT_DAY = Instant.parse("2026-11-24T10:20:30Z");

  @TempDir private Path folder;

  private Path path;
  private KeyFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("keys.json");
    file = new KeyFile(path);
  }

  @Test
  void file_is_made_for_its_owner_alone() throws IOException {
    file.create(FIRST_DAY);

    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(Files.readString(path)).startsWith("{").endsWith("}\n").containsOnlyOnce("\n");
    assertThat(file.read().generations())
        .extracting(Generation::number, g -> g.created().toString())
        .containsExactly(tuple(1, "2026-11-23T10:20:30Z"));
  }

  @Test
  void file_that_exists_is_never_overwritten() throws IOException {
    Files.writeString(path, "something");

    assertThatThrownBy(() -> file.create(FIRST_DAY))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("already exists");
    assertThat(path).hasContent("something");
  }

  @Test
  void rotation_adds_a_generation_and_keeps_the_others() {
    Keyring before = file.create(FIRST_DAY);
    String mask = Protection.keyed(before).mask("192.0.2.1").masked();

    file.rotate(NEXT_DAY);

    Keyring after = file.read();
    assertThat(after.generations()).hasSize(2).startsWith(before.generations().get(0));
    assertThat(Protection.keyed(after).forms(mask)).hasSize(2);
    assertThat(Protection.keyed(after).rekey(mask))
        .isEqualTo(Protection.keyed(after).mask("192.0.2.1").masked());
  }

  @Test
  void rotation_keeps_the_mode_and_leaves_nothing_beside_the_file() throws IOException {
    file.create(FIRST_DAY);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));

    file.rotate(NEXT_DAY);

    assertThat(mode(path)).isEqualTo("rwx------");
    assertThat(folder).isDirectoryContaining(p -> p.equals(path));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void rotation_replaces_what_a_link_leads_to() throws IOException {
    file.create(FIRST_DAY);
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);

    new KeyFile(link).rotate(NEXT_DAY);

    assertThat(link).isSymbolicLink();
    assertThat(file.read().generations()).hasSize(2);
  }

  @Test
  void whoever_reads_during_rotations_sees_a_whole_file() throws InterruptedException {
    file.create(FIRST_DAY);
    Thread rotating =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                file.rotate(NEXT_DAY);
              }
            });
    rotating.start();
    int seen = 0;
    while (rotating.isAlive()) {
      int generations = file.read().generations().size();
      assertThat(generations).isGreaterThanOrEqualTo(seen);
      seen = generations;
    }
    rotating.join();

    assertThat(file.read().generations()).hasSize(21);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-r--r--"})
  void file_that_others_can_use_is_refused(String mode) throws IOException {
    file.create(FIRST_DAY);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    String content = Files.readString(path);

    for (Runnable use : List.<Runnable>of(file::read, () -> file.rotate(NEXT_DAY))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(KeysException.class)
          .hasMessageContaining(path.toString())
          .satisfies(
              e -> assertThat(RemediableException.remedyFor(e)).contains(Remedy.KEY_FILE_OPEN));
    }
    assertThat(path).hasContent(content);
  }

  @Test
  void missing_file_and_folder_are_refused() {
    assertThatThrownBy(file::read)
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> new KeyFile(folder).read())
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"etl_keys\":1}", "secret-looking text"})
  void other_text_is_refused_without_quoting_it(String text) throws IOException {
    file.create(FIRST_DAY);
    Files.writeString(path, text);

    assertThatThrownBy(file::read)
        .isInstanceOf(KeysException.class)
        .hasMessage("key file " + path + ": not keys made by etl")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"generation\":1=>\"generation\":2",
        "HmacPrfKey=>HmacKey",
        "ENABLED=>DISABLED",
        "\"etl_keys\":1=>\"etl_keys\":2",
        "\"masking\":=>\"mask\":"
      })
  void damaged_file_is_refused(String damage) throws IOException {
    file.create(FIRST_DAY);
    String[] change = damage.split("=>");
    Files.writeString(path, Files.readString(path).replace(change[0], change[1]));

    assertThatThrownBy(file::read).isInstanceOf(KeysException.class).hasNoCause();
  }

  @Test
  void nothing_prints_key_material() throws IOException {
    Keyring keys = file.create(FIRST_DAY);
    Protection protection = Protection.keyed(keys);
    Matcher material = Pattern.compile("\"value\":\"([^\"]+)\"").matcher(Files.readString(path));
    List<String> secrets = material.results().map(m -> m.group(1)).toList();

    assertThat(secrets).hasSize(2);
    assertThat(
            List.of(
                keys.toString(),
                protection.toString(),
                keys.generations().toString(),
                CurrentProtection.keyed(file).toString()))
        .allSatisfy(text -> assertThat(text).doesNotContain(secrets));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

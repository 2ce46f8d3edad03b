package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilePairTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:20:30Z");

  @TempDir private Path folder;

  private Path consumer;
  private Path recovery;
  private KeyFilePair pair;

  @BeforeEach
  void name() {
    consumer = folder.resolve("etl.keys");
    recovery = folder.resolve("etl.recovery");
    pair = new KeyFilePair(new KeyFile(consumer), new KeyFile(recovery));
  }

  @Test
  void both_are_made_for_their_owner_alone_and_only_one_holds_a_private_key() throws IOException {
    pair.create(NOW);

    for (Path file : List.of(consumer, recovery)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).endsWith("}\n").containsOnlyOnce("\n");
    }
    assertThat(folder.toFile().list()).hasSize(2);
    assertThat(Files.readString(consumer))
        .contains("HpkePublicKey")
        .doesNotContain("HpkePrivateKey", "AesGcmKey");
    assertThat(Files.readString(recovery)).contains("HpkePrivateKey");
    assertThat(pair.consumer().read().opens()).isFalse();
    assertThat(pair.recovery().read().opens()).isTrue();
    assertThat(pair.recovery().read().continues(pair.consumer().read(), false)).isTrue();
  }

  @Test
  void either_file_that_exists_stays_and_the_other_is_not_made() throws IOException {
    for (Path there : List.of(consumer, recovery)) {
      Files.writeString(there, "something");

      assertThatThrownBy(() -> pair.create(NOW))
          .isInstanceOf(KeysException.class)
          .hasMessageContaining(there + ": it already exists");
      assertThat(there).hasContent("something");
      assertThat(folder.toFile().list()).hasSize(1);
      Files.delete(there);
    }
  }

  @Test
  void first_file_is_removed_again_if_the_second_cannot_be_made() {
    KeyFile nowhere = new KeyFile(folder.resolve("no/such/folder/etl.keys"));

    assertThatThrownBy(() -> new KeyFilePair(nowhere, pair.recovery()).create(NOW))
        .isInstanceOf(KeysException.class);
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void rotation_leads_from_one_file_to_two_which_open_what_the_one_has_stored() throws IOException {
    Keyring one = pair.consumer().create(NOW);

    pair.rotate(NOW);

    Keyring two = pair.recovery().read();
    assertThat(pair.consumer().read().generations()).hasSize(2).isEqualTo(two.generations());
    assertThat(two.continues(one, true)).isTrue();
    assertThat(two.aead()).isPresent();
    assertThat(Files.readString(consumer)).doesNotContain("AesGcmKey", "HpkePrivateKey");
    pair.rotate(NOW);
    assertThat(pair.consumer().read().generations()).hasSize(3);
    assertThat(pair.recovery().read().opens()).isTrue();
  }

  @Test
  void rotation_that_came_no_further_than_the_recovery_file_is_completed() throws IOException {
    pair.create(NOW);
    String before = Files.readString(consumer);
    pair.rotate(NOW);
    Keyring rotated = pair.recovery().read();
    Files.writeString(consumer, before);

    pair.rotate(NOW);

    assertThat(pair.consumer().read().generations()).isEqualTo(rotated.generations());
    assertThat(pair.recovery().read().generations()).isEqualTo(rotated.generations());
  }

  @Test
  void files_that_do_not_belong_together_are_left_alone() throws IOException {
    pair.create(NOW);
    KeyFile other = new KeyFile(folder.resolve("other.keys"));
    other.create(NOW);
    String before = Files.readString(recovery);

    assertThatThrownBy(() -> new KeyFilePair(other, pair.recovery()).rotate(NOW))
        .hasMessageContaining("it does not belong to that key file");
    assertThatThrownBy(() -> new KeyFilePair(pair.consumer(), other).rotate(NOW))
        .hasMessageContaining("it is not a recovery file");
    assertThatThrownBy(() -> new KeyFilePair(pair.recovery(), other).rotate(NOW))
        .hasMessageContaining("it is a recovery file");
    assertThatThrownBy(() -> new KeyFilePair(pair.consumer(), pair.consumer()).rotate(NOW))
        .hasMessageContaining("it must be another file");
    assertThatThrownBy(() -> pair.consumer().rotate(NOW))
        .hasMessageContaining("it is one of two files");
    KeyFile lost = new KeyFile(folder.resolve("lost"));
    assertThatThrownBy(() -> new KeyFilePair(pair.consumer(), lost).rotate(NOW))
        .hasMessageContaining("no such file");
    assertThat(recovery).hasContent(before);
    assertThat(pair.consumer().read().generations()).hasSize(1);
  }

  @Test
  void damaged_files_are_refused() throws IOException {
    pair.create(NOW);
    for (String damage :
        List.of(
            "\"sealed_from\":1=>\"sealed_from\":0",
            "\"sealed_from\":1=>\"sealed_from\":2",
            "\"etl_keys\":2=>\"etl_keys\":1",
            "\"etl_keys\":2=>\"etl_keys\":3",
            "\"generation\":1=>\"generation\":2")) {
      for (Path file : List.of(consumer, recovery)) {
        String text = Files.readString(file);
        Files.writeString(file, text.replace(damage.split("=>")[0], damage.split("=>")[1]));

        assertThatThrownBy(() -> new KeyFile(file).read())
            .as(damage)
            .isInstanceOf(KeysException.class)
            .hasNoCause();
        Files.writeString(file, text);
      }
    }
  }

  @Test
  void each_file_is_refused_in_the_others_place() {
    pair.create(NOW);
    Keyring consumers = pair.consumer().read();
    Keyring recoverers = pair.recovery().read();

    assertThatThrownBy(recoverers::requireConsumers)
        .hasMessageContaining("the recovery file was given as the key file");
    assertThatThrownBy(() -> consumers.requireRecovery(Optional.empty()))
        .hasMessageContaining("the keys given as the recovery file are not one's");
    pair.rotate(NOW);
    assertThatThrownBy(() -> recoverers.requireRecovery(Optional.of(pair.consumer().read())))
        .hasMessageContaining("does not belong to the key file, or is older");
  }
}

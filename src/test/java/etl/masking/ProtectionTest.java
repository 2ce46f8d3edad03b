package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProtectionTest {
  private static final String VALUE = "192.0.2.1";
  private static final byte[] BODY = "{\"ip\": \"192.0.2.1\"".getBytes(StandardCharsets.UTF_8);

  private final Keyring first = FreshKeys.create(Instant.EPOCH);
  private final Keyring second = FreshKeys.rotated(first, Instant.EPOCH);
  private final Protection plain = Protection.plain();
  private final Protection old = Protection.keyed(first);
  private final Protection keyed = Protection.keyed(second);

  private static Opener opener(Protection protection) {
    return protection.opener(ids -> List.of());
  }

  @Test
  void original_is_stored_in_a_form_that_names_the_generation() {
    String stored = keyed.sealer().seal(keyed.mask(VALUE));

    assertThat(stored).startsWith("enc2:").doesNotContain(VALUE);
    assertThat(opener(keyed).open(keyed.mask(VALUE).masked(), stored)).isEqualTo(keyed.mask(VALUE));
  }

  @Test
  void equal_originals_are_encrypted_differently() {
    assertThat(keyed.sealer().seal(keyed.mask(VALUE)))
        .isNotEqualTo(keyed.sealer().seal(keyed.mask(VALUE)));
  }

  @Test
  void no_two_of_the_many_values_of_a_transaction_share_an_iv() {
    Sealer sealer = keyed.sealer();
    Pseudonym pseudonym = keyed.mask(VALUE);

    List<String> sealed = Stream.generate(() -> sealer.seal(pseudonym)).limit(1_000).toList();

    assertThat(sealed).extracting(text -> iv(SealedForm.parse(text))).doesNotHaveDuplicates();
    assertThat(sealed)
        .allSatisfy(
            text -> assertThat(opener(keyed).open(pseudonym.masked(), text)).isEqualTo(pseudonym));
  }

  /** After Tink's prefix. */
  private static String iv(SealedForm.Sealed sealed) {
    return HexFormat.of().formatHex(sealed.ciphertext(), 5, 5 + AesGcm.IV_BYTES);
  }

  @Test
  void later_keys_open_what_earlier_ones_sealed() {
    Pseudonym pseudonym = old.mask(VALUE);

    assertThat(opener(keyed).open(pseudonym.masked(), old.sealer().seal(pseudonym)))
        .isEqualTo(pseudonym);
    assertThat(opener(keyed).openBody("id", old.sealer().sealBody("id", BODY))).isEqualTo(BODY);
  }

  @Test
  void keys_open_what_was_stored_without_keys() {
    Pseudonym pseudonym = plain.mask("enc1:looks-like-it");

    assertThat(opener(keyed).open(pseudonym.masked(), plain.sealer().seal(pseudonym)))
        .isEqualTo(pseudonym);
    assertThat(opener(keyed).openBody("id", plain.sealer().sealBody("id", BODY))).isEqualTo(BODY);
  }

  @Test
  void original_does_not_open_beside_another_mask() {
    String stored = keyed.sealer().seal(keyed.mask(VALUE));
    String other = keyed.mask("192.0.2.2").masked();

    assertThatThrownBy(() -> opener(keyed).open(other, stored))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining(other)
        .hasMessageNotContaining(VALUE);
  }

  @Test
  void body_does_not_open_beside_another_id() {
    byte[] stored = keyed.sealer().sealBody("id", BODY);

    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(VALUE);
    assertThat(opener(keyed).openBody("id", stored)).isEqualTo(BODY);
    assertThatThrownBy(() -> opener(keyed).openBody("other", stored))
        .isInstanceOf(KeysException.class);
  }

  @Test
  void keys_of_another_file_do_not_open() {
    Pseudonym pseudonym = old.mask(VALUE);
    Protection foreign = Protection.keyed(FreshKeys.create(Instant.EPOCH));

    assertThatThrownBy(() -> opener(foreign).open(pseudonym.masked(), old.sealer().seal(pseudonym)))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("a different key of generation 1");
  }

  @Test
  void without_its_keys_it_is_named_which_generation_is_needed() {
    Pseudonym pseudonym = keyed.mask(VALUE);
    String stored = keyed.sealer().seal(pseudonym);
    byte[] body = keyed.sealer().sealBody("id", BODY);

    for (Protection without : new Protection[] {plain, old}) {
      assertThatThrownBy(() -> opener(without).open(pseudonym.masked(), stored))
          .isInstanceOf(KeysException.class)
          .hasMessageContaining("generation 2 is needed");
      assertThatThrownBy(() -> opener(without).openBody("id", body))
          .isInstanceOf(KeysException.class)
          .hasMessageContaining("generation 2 is needed");
    }
  }

  @Test
  void empty_and_large_bodies_come_back() {
    byte[] large = "é".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);

    assertThat(opener(keyed).openBody("id", keyed.sealer().sealBody("id", new byte[0]))).isEmpty();
    assertThat(opener(keyed).openBody("id", keyed.sealer().sealBody("id", large))).isEqualTo(large);
  }
}

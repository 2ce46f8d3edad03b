package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import etl.testing.Background;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedPseudonymiserTest {
  private static final String VALUE = "192.0.2.1";
  private static final String PLAIN = Protection.plain().mask(VALUE).masked();

  /** The keys are generations 1 and 2. */
  private static final List<byte[]> KEYS = List.of(key(1), key(2));

  /**
   * What {@code printf %s HASH | openssl mac -digest SHA256 -macopt hexkey:0101... HMAC} prints of
   * the value's hash, and the same with the second key of that.
   */
  private static final List<String> MACS =
      List.of(
          "807fe254ef9c3ee13f6628ded33ce85ea11ee4c8f721acfa5f03e4e111719e59",
          "c6d107e1f77576db2cf30df085d90a22352783f3de88ba63b40e0aa2856977ba");

  @Test
  void first_generation_is_the_mac_of_the_hexadecimal_hash() {
    assertThat(pseudonymiser(1).mask(VALUE)).isEqualTo(new Pseudonym("k1:" + MACS.get(0), VALUE));
  }

  @Test
  void each_later_generation_is_the_mac_of_the_one_before() {
    assertThat(pseudonymiser(2).mask(VALUE)).isEqualTo(new Pseudonym("k2:" + MACS.get(1), VALUE));
  }

  @Test
  void keys_of_a_file_are_used_as_the_library_that_keeps_them_does()
      throws GeneralSecurityException {
    Keyring keys = FreshKeys.rotated(FreshKeys.create(Instant.EPOCH), Instant.EPOCH);
    PrfSet macs = keys.masking().getPrimitive(PrfConfig2026.get(), PrfSet.class);
    String mask = PLAIN;
    for (Generation generation : keys.generations()) {
      Prf mac = macs.getPrfs().get((int) generation.maskingKey());
      mask = HexFormat.of().formatHex(mac.compute(mask.getBytes(StandardCharsets.US_ASCII), 32));
    }

    assertThat(new KeyedPseudonymiser(keys.maskingKeys()).mask(VALUE).masked())
        .isEqualTo("k2:" + mask);
  }

  @Test
  void mask_of_any_earlier_generation_can_be_carried_forward() {
    KeyedPseudonymiser newest = pseudonymiser(2);
    String mask = newest.mask(VALUE).masked();

    assertThat(newest.forms(PLAIN).get(0)).isEqualTo(mask);
    assertThat(newest.forms(pseudonymiser(1).mask(VALUE).masked()).get(0)).isEqualTo(mask);
    assertThat(newest.forms(mask).get(0)).isEqualTo(mask);
  }

  @Test
  void forms_are_all_generations_from_the_newest_down() {
    assertThat(pseudonymiser(2).forms(PLAIN))
        .containsExactly(
            pseudonymiser(2).mask(VALUE).masked(), pseudonymiser(1).mask(VALUE).masked(), PLAIN);
  }

  @Test
  void mask_of_a_later_generation_names_the_one_that_is_missing() {
    assertThatThrownBy(() -> pseudonymiser(1).forms("k2:" + PLAIN).get(0))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("generation 2 is needed")
        .hasMessageContaining("end at generation 1");
  }

  @Test
  void many_threads_may_mask_at_once() {
    KeyedPseudonymiser pseudonymiser =
        new KeyedPseudonymiser(FreshKeys.create(Instant.EPOCH).maskingKeys());
    List<String> values = IntStream.range(0, 10_000).mapToObj(i -> "192.0.2." + i).toList();
    List<Pseudonym> alone = values.stream().map(pseudonymiser::mask).toList();

    assertThat(Background.all(values, pseudonymiser::mask)).isEqualTo(alone);
  }

  private static KeyedPseudonymiser pseudonymiser(int generation) {
    return new KeyedPseudonymiser(KEYS.subList(0, generation));
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) seed);
    return key;
  }
}

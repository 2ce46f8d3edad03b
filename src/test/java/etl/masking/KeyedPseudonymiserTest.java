package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.util.SecretBytes;
import etl.testing.Background;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedPseudonymiserTest {
  private static final String VALUE = "192.0.2.1";
  private static final String PLAIN = new Sha256Pseudonymiser().mask(VALUE).masked();

  /** The keys are generations 1 and 2. */
  private static final byte[][] KEYS = {key(1), key(2)};

  /** RFC 4231, all test cases but the fifth, which is of a truncated MAC. */
  @ParameterizedTest
  @CsvSource({
    // Test case 6 and 7: keys longer than a block.
    "aa, 131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20"
        + "48617368204b6579204669727374,"
        + "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "aa, 131, 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d"
        + "73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e"
        + "20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e67207573"
        + "65642062792074686520484d414320616c676f726974686d2e,"
        + "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    // Test case 1 to 4: shorter keys.
    "0b, 20, 4869205468657265,"
        + "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "4a656665, 1, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
        + "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "aa, 20, dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
        + "dddddddddddddddddddd,"
        + "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "0102030405060708090a0b0c0d0e0f10111213141516171819, 1,"
        + " cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
        + "cdcdcdcdcdcdcdcd,"
        + "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
  })
  void mac_is_that_of_rfc_4231(String key, int times, String text, String mac)
      throws GeneralSecurityException {
    // HMAC itself fills a short key with zeros, up to a block of 64 bytes.
    byte[] bytes = HexFormat.of().parseHex(key.repeat(times));
    byte[] padded = bytes.length < 32 ? Arrays.copyOf(bytes, 32) : bytes;
    byte[] computed = tinkMac(padded).compute(HexFormat.of().parseHex(text), 32);

    assertThat(HexFormat.of().formatHex(computed)).isEqualTo(mac);
  }

  @Test
  void first_generation_is_the_mac_of_the_hexadecimal_hash() throws GeneralSecurityException {
    assertThat(pseudonymiser(1).mask(VALUE).masked()).isEqualTo("k1:" + jdkMac(1, PLAIN));
  }

  @Test
  void each_later_generation_is_the_mac_of_the_one_before() throws GeneralSecurityException {
    assertThat(pseudonymiser(2).mask(VALUE))
        .isEqualTo(new Pseudonym("k2:" + jdkMac(2, jdkMac(1, PLAIN)), VALUE));
  }

  @Test
  void mask_of_any_earlier_generation_can_be_carried_forward() throws GeneralSecurityException {
    KeyedPseudonymiser newest = pseudonymiser(2);
    String mask = newest.mask(VALUE).masked();

    assertThat(newest.forms(PLAIN).get(0)).isEqualTo(mask);
    assertThat(newest.forms(pseudonymiser(1).mask(VALUE).masked()).get(0)).isEqualTo(mask);
    assertThat(newest.forms(mask).get(0)).isEqualTo(mask);
  }

  @Test
  void forms_are_all_generations_from_the_newest_down() throws GeneralSecurityException {
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
        new KeyedPseudonymiser(FreshKeys.create(Instant.EPOCH).macs());
    List<String> values = IntStream.range(0, 10_000).mapToObj(i -> "192.0.2." + i).toList();
    List<Pseudonym> alone = values.stream().map(pseudonymiser::mask).toList();

    assertThat(Background.all(values, pseudonymiser::mask)).isEqualTo(alone);
  }

  private static KeyedPseudonymiser pseudonymiser(int generation) throws GeneralSecurityException {
    return new KeyedPseudonymiser(
        generation == 1 ? List.of(tinkMac(KEYS[0])) : List.of(tinkMac(KEYS[0]), tinkMac(KEYS[1])));
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) seed);
    return key;
  }

  private static String jdkMac(int generation, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEYS[generation - 1], "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The library's own, of the kind that the keys are used with. */
  private static Prf tinkMac(byte[] key) throws GeneralSecurityException {
    HmacPrfKey imported =
        HmacPrfKey.builder()
            .setParameters(
                HmacPrfParameters.builder()
                    .setKeySizeBytes(key.length)
                    .setHashType(HmacPrfParameters.HashType.SHA256)
                    .build())
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build();
    KeysetHandle keys =
        KeysetHandle.newBuilder()
            .setConfiguration(PrfConfig2026.get())
            .addEntry(KeysetHandle.importKey(imported).withFixedId(1).makePrimary())
            .build();
    PrfSet macs = keys.getPrimitive(PrfConfig2026.get(), PrfSet.class);
    return macs.getPrfs().get(1);
  }
}

package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;

import etl.testing.Background;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnkeyedMasksTest {
  private final Pseudonymiser pseudonymiser = Protection.plain();

  /** The examples that NIST gives with FIPS 180-4, and what sha256sum prints. */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, "
        + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "192.0.2.1, 37fcff24bf62035b2b08020afc08b4fecd4fcffce57ab23518e3561ff0fe76b9",
    "593-47-5928, 4f00c1a807b673887c7af517d0df68e6b41aecf8cbec26c71fe4c580664669ed",
    "é, 4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c",
    "😀, f0443a342c5ef54783a111b51ba56c938e474c32324d90c3a60c9c8e3a37e2d9"
  })
  void mask_is_the_sha_256_of_the_utf_8_bytes(String value, String mask) {
    assertThat(pseudonymiser.mask(value)).isEqualTo(new Pseudonym(mask, value));
  }

  @Test
  void million_times_a_is_the_third_example_of_nist() {
    assertThat(pseudonymiser.mask("a".repeat(1_000_000)).masked())
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @Test
  void many_threads_may_mask_at_once() {
    List<String> values = IntStream.range(0, 10_000).mapToObj(i -> "192.0.2." + i).toList();
    List<Pseudonym> alone = values.stream().map(pseudonymiser::mask).toList();

    assertThat(Background.all(values, pseudonymiser::mask)).isEqualTo(alone);
  }

  @Test
  void pseudonym_does_not_print_its_original() {
    assertThat(pseudonymiser.mask("192.0.2.1").toString())
        .startsWith("Pseudonym[37fcff24")
        .doesNotContain("192.0.2.1");
  }
}

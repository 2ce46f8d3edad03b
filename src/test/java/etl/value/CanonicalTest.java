package etl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  @Test
  void forty_spellings_of_ten_addresses_are_ten() throws Misfit {
    List<List<String>> spellings =
        List.of(
            List.of("192.0.2.1", "::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"),
            List.of("0.0.0.0", "::ffff:0.0.0.0", "::ffff:0:0", "0::ffff:0000:0000"),
            List.of("::", "0::", "::0", "0:0:0:0:0:0:0.0.0.0"),
            List.of("::1", "0:0:0:0:0:0:0:1", "0::0.0.0.1", "0000::0001"),
            List.of("2001:db8::1", "2001:DB8::1", "2001:0db8:0:0:0:0:0:1", "2001:db8:0:0::0.0.0.1"),
            List.of(
                "2001:db8:0:1:1:1:1:1",
                "2001:db8::1:1:1:1:1",
                "2001:DB8:0:1:1:1:1:1",
                "2001:db8:0000:1:1:1:1:1"),
            List.of(
                "2001:0:0:1::1", "2001:0:0:1:0:0:0:1", "2001::1:0:0:0:1", "2001:0:0:1::0.0.0.1"),
            List.of(
                "2001:db8::1:0:0:1",
                "2001:db8:0:0:1:0:0:1",
                "2001:db8:0:0:1::1",
                "2001:DB8::1:0:0.0.0.1"),
            List.of(
                "64:ff9b::c000:201",
                "64:ff9b::192.0.2.1",
                "0064:FF9B::192.0.2.1",
                "64:ff9b:0:0:0:0:c000:201"),
            List.of("::c000:201", "::192.0.2.1", "0:0:0:0:0:0:192.0.2.1", "::0:C000:0201"));
    Set<String> forms = new HashSet<>();
    for (List<String> address : spellings) {
      Set<String> own = new HashSet<>();
      for (String spelling : address) {
        own.add(Canonical.IP.of(spelling));
      }
      assertThat(own).as(address.get(0)).containsExactly(address.get(0));
      forms.addAll(own);
    }

    assertThat(spellings.stream().flatMap(List::stream)).hasSize(40).doesNotHaveDuplicates();
    assertThat(forms).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.04",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.4 ",
        " 1.2.3.4",
        "0x1.2.3.4",
        "1.2.3.4:80",
        "1.2.3.4/32",
        "1.2.3.+4",
        "1..3.4",
        "１.2.3.4",
        "1.2.3.0000",
        "1.2.3.",
        ".1.2.3",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "fe80::1%eth0",
        "[::1]",
        "[::1]:80",
        "::1/128",
        "00001::",
        "g::",
        "1:",
        ":1",
        "::1:",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "::ffff:01.2.3.4",
        "::１",
        "localhost",
        "1",
        "3232235777",
        "::ffff:1.2.3.4.5"
      })
  void what_is_no_address_is_refused_and_not_quoted(String text) {
    assertThatThrownBy(() -> Canonical.IP.of(text))
        .isInstanceOf(Misfit.class)
        .hasMessage("is no IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "Jane.Doe@Example.COM, jane.doe@example.com",
    "'  jane@example.com\t', jane@example.com",
    "\"a@b\"@example.com, \"a@b\"@example.com",
    "jane@BÜCHER.example, jane@xn--bcher-kva.example",
    "jane@bu\u0308cher.example, jane@xn--bcher-kva.example",
    "jane@XN--BCHER-KVA.example, jane@xn--bcher-kva.example",
    "ΣΊΣΥΦΟΣ@example.com, σίσυφοσ@example.com",
    "jane@例え。example, jane@xn--r8jz45g.example",
    "JANE\u212A@example.com, janek@example.com",
    "I\u0130@example.com, ii@example.com",
    "jane@[192.0.2.1], jane@[192.0.2.1]",
    "jane@example.com., jane@example.com."
  })
  void email_addresses_have_one_form(String text, String form) throws Misfit {
    assertThat(Canonical.EMAIL.of(text)).isEqualTo(form);
    assertThat(Canonical.EMAIL.of(form)).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane",
        "@example.com",
        "jane@",
        "@",
        "jane@exa mple.com",
        "jane@.com",
        "jane@a..b",
        "jane@.",
        "jane@b\uFF20c",
        "jane@a\u2026b",
        "jane@xn--é.example",
        "jane@\u200b",
        "jane@\u00ad",
        "jane@a\u0000b"
      })
  void what_is_no_email_address_is_refused_and_not_quoted(String text) {
    assertThatThrownBy(() -> Canonical.EMAIL.of(text))
        .isInstanceOf(Misfit.class)
        .hasMessage("is no e-mail address");
  }

  @Test
  void long_domains_and_labels_are_refused_in_no_time() {
    assertThatThrownBy(() -> Canonical.EMAIL.of("jane@" + "ü".repeat(1_000_000) + ".example"))
        .isInstanceOf(Misfit.class)
        .hasMessage("has a domain of more than 253 characters");
    assertThatThrownBy(() -> Canonical.EMAIL.of("jane@" + "a.".repeat(126) + "ü"))
        .hasMessage("has a domain of more than 253 characters");
    assertThatThrownBy(() -> Canonical.EMAIL.of("jane@" + "a".repeat(64) + ".example"))
        .hasMessage("is no e-mail address");
  }

  @Test
  void marks_without_end_are_refused() throws Misfit {
    String most = "a" + "\u0316".repeat(50) + "\u0301".repeat(50);
    assertThat(Canonical.NFC.of(most)).hasSize(100).startsWith("\u00e1");
    assertThatThrownBy(() -> Canonical.NFC.of(most + "\u0301"))
        .isInstanceOf(Misfit.class)
        .hasMessage("holds more than 100 combining marks in a row");
    assertThat(Canonical.NFC.of("😀".repeat(1_000))).isEqualTo("😀".repeat(1_000));
  }

  @Test
  void white_space_of_any_kind_is_trimmed_and_nothing_else() throws Misfit {
    assertThat(
            Canonical.TRIM.of("\ufeff\u200b\u3000\u00a0\u0085\u2028 \t\r\n\fa b\u2003\u202f\u001f"))
        .isEqualTo("a b");
    assertThat(Canonical.TRIM.of(" \u2000 ")).isEmpty();
    assertThat(Canonical.TRIM.of("\u200da\u00ad")).isEqualTo("\u200da\u00ad");
  }

  @Test
  void lower_case_is_that_of_no_language() throws Misfit {
    assertThat(Canonical.LOWER.of("TITLE Ä ẞ ΟΔΟΣ \u0130")).isEqualTo("title ä ß οδος i\u0307");
  }

  @Test
  void forms_are_applied_in_order_and_what_is_empty_stays_so() throws Misfit {
    assertThat(Canonical.apply(List.of(Canonical.TRIM, Canonical.IP), " ::FFFF:1.2.3.4 "))
        .isEqualTo("1.2.3.4");
    for (Canonical form : Canonical.values()) {
      assertThat(Canonical.apply(List.of(Canonical.TRIM, form), " ")).isEmpty();
      assertThat(form.of("")).isEmpty();
      assertThat(Canonical.named(form.specName())).contains(form);
    }
    assertThat(Canonical.EMAIL.of(" ")).isEmpty();
    assertThat(Canonical.apply(List.of(), "A ")).isEqualTo("A ");
    assertThat(Canonical.named("EMAIL")).isEmpty();
  }

  @Property
  void each_form_of_a_form_is_itself(@ForAll("texts") String text) {
    Stream.of(Canonical.values()).forEach(form -> assertIdempotent(form, text));
  }

  @Property
  void forms_of_email_addresses_are_their_own(
      @ForAll("texts") String local, @ForAll("texts") String domain) {
    assertIdempotent(Canonical.EMAIL, local + "@" + domain);
    assertIdempotent(Canonical.EMAIL, "a@" + domain + ".example");
  }

  @Test
  void every_letter_has_a_form_that_is_its_own() {
    for (int c = 1; c <= 0x2ffff; c++) {
      if (Character.isDefined(c) && !isSurrogate(c) && !Character.isIdeographic(c)) {
        String letter = Character.toString(c);
        assertIdempotent(Canonical.TRIM, letter);
        assertIdempotent(Canonical.LOWER, letter);
        assertIdempotent(Canonical.NFC, letter);
        assertIdempotent(Canonical.EMAIL, letter + "\u0301@a" + letter + "b");
        assertIdempotent(Canonical.EMAIL, "a@" + letter);
      }
    }
  }

  @Property
  void forms_of_addresses_are_their_own(@ForAll Random random) {
    assertIdempotent(Canonical.IP, ValueTexts.v6(random));
    assertIdempotent(Canonical.IP, ValueTexts.v4(random));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> codePoint =
        Arbitraries.oneOf(
            Arbitraries.integers().between(' ', '~'),
            Arbitraries.integers().between(1, 0x24f),
            Arbitraries.integers().between(0x300, 0x3ff),
            Arbitraries.integers().between(0x1e00, 0x2fff),
            Arbitraries.integers().between(0x370, 0xd7ff),
            Arbitraries.integers().between(0xe000, 0x1ffff),
            Arbitraries.of(
                0x130, 0x3a3, 0x1e9e, 0xdf, 0x345, 0x200b, 0xfeff, 0xff20, 0x3002, (int) '.',
                (int) '@'));
    return codePoint
        .list()
        .ofMaxSize(8)
        .map(l -> l.stream().map(Character::toString).reduce("", String::concat));
  }

  private static void assertIdempotent(Canonical form, String text) {
    String once;
    try {
      once = form.of(text);
    } catch (Misfit e) {
      return;
    }
    try {
      // Millions of times: an assertion costs more than the form.
      if (!form.of(once).equals(once)) {
        throw new AssertionError(form + " has another form itself: " + codePoints(text));
      }
    } catch (Misfit e) {
      throw new AssertionError(form + " has no form itself: " + codePoints(text), e);
    }
  }

  private static boolean isSurrogate(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  private static String codePoints(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).toList().toString();
  }
}

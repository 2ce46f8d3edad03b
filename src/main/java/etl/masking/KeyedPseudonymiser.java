package etl.masking;

import com.google.crypto.tink.prf.Prf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Masks with the newest generation of the keys. The digits of generation 0 are those of {@link
 * Sha256Pseudonymiser}; the digits of generation n are the hexadecimal HMAC-SHA-256, with key n, of
 * those of generation n-1. So a mask can be re-keyed to a later generation without the value.
 */
final class KeyedPseudonymiser implements Pseudonymiser {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 32;

  private final Sha256Pseudonymiser plain = new Sha256Pseudonymiser();
  private final List<Prf> macs;
  private final byte[] prefix;

  /**
   * @param macs HMAC-SHA-256 with each generation's key; thread-safe; none without keys
   */
  KeyedPseudonymiser(List<Prf> macs) {
    this.macs = List.copyOf(macs);
    this.prefix = MaskForm.prefix(macs.size()).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Pseudonym mask(String value) {
    byte[] text = hex(plain.hash(value), 0);
    for (int i = 0; i < macs.size(); i++) {
      text = hex(mac(macs.get(i), text), i + 1 == macs.size() ? prefix.length : 0);
    }
    System.arraycopy(prefix, 0, text, 0, prefix.length);
    return new Pseudonym(new String(text, StandardCharsets.ISO_8859_1), value);
  }

  /** As {@link Protection#forms}. */
  List<String> forms(String mask) {
    if (!MaskForm.fits(mask)) {
      throw new IllegalArgumentException("not a mask");
    }
    int generation = MaskForm.generation(mask);
    if (generation > macs.size()) {
      throw KeysException.missing(generation, macs.size());
    }
    List<String> forms = new ArrayList<>(List.of(mask));
    byte[] digits = MaskForm.digits(mask).getBytes(StandardCharsets.US_ASCII);
    for (int i = generation; i < macs.size(); i++) {
      digits = hex(mac(macs.get(i), digits), 0);
      String form = MaskForm.prefix(i + 1) + new String(digits, StandardCharsets.US_ASCII);
      forms.add(0, form);
    }
    return forms;
  }

  private static byte[] mac(Prf key, byte[] text) {
    try {
      return key.compute(text, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** The digits, preceded by {@code room} free bytes. */
  private static byte[] hex(byte[] bytes, int room) {
    byte[] digits = new byte[room + 2 * bytes.length];
    int place = room;
    for (byte b : bytes) {
      digits[place++] = HEX[b >> 4 & 0xf];
      digits[place++] = HEX[b & 0xf];
    }
    return digits;
  }
}

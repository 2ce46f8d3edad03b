package etl.masking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Masks with the newest generation of the keys. The digits of generation 0 are the lower-case
 * hexadecimal SHA-256 (FIPS 180-4) of the value's UTF-8 bytes: without a key, anyone can check a
 * guessed value against a mask. The digits of generation n are the hexadecimal HMAC-SHA-256 (RFC
 * 2104), with key n, of those of generation n-1. So a mask can be re-keyed to a later generation
 * without the value.
 */
final class KeyedPseudonymiser implements Pseudonymiser {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String MAC = "HmacSHA256";

  /** A thread's: not thread-safe, and to make one costs more than to use it. */
  private record Functions(MessageDigest hash, List<Mac> macs) {
    static Functions of(List<byte[]> keys) {
      return FreshKeys.made(
          () -> {
            List<Mac> macs = new ArrayList<>();
            for (byte[] key : keys) {
              Mac mac = Mac.getInstance(MAC);
              mac.init(new SecretKeySpec(key, MAC));
              macs.add(mac);
            }
            return new Functions(MessageDigest.getInstance("SHA-256"), macs);
          });
    }
  }

  private final ThreadLocal<Functions> functions;
  private final int newest;
  private final byte[] prefix;

  /**
   * @param keys each generation's; none for masks without a key
   */
  KeyedPseudonymiser(List<byte[]> keys) {
    this.functions = ThreadLocal.withInitial(() -> Functions.of(keys));
    this.newest = keys.size();
    this.prefix = MaskForm.prefix(newest).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Pseudonym mask(String value) {
    Functions known = functions.get();
    byte[] hash = known.hash.digest(value.getBytes(StandardCharsets.UTF_8));
    byte[] text = hex(hash, 0);
    for (int i = 0; i < newest; i++) {
      text = hex(known.macs.get(i).doFinal(text), i + 1 == newest ? prefix.length : 0);
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
    if (generation > newest) {
      throw KeysException.missing(generation, newest);
    }
    List<String> forms = new ArrayList<>(List.of(mask));
    byte[] digits = MaskForm.digits(mask).getBytes(StandardCharsets.US_ASCII);
    for (int i = generation; i < newest; i++) {
      digits = hex(functions.get().macs.get(i).doFinal(digits), 0);
      String form = MaskForm.prefix(i + 1) + new String(digits, StandardCharsets.US_ASCII);
      forms.add(0, form);
    }
    return forms;
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

package etl.masking;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stored form of encrypted originals and bodies, which names the key generation.
 *
 * <p>An original is {@code encn:} and Base64. Whether it is encrypted is decided by its mask, since
 * an unencrypted original could look like anything. A body is a byte 0xff, which never occurs in
 * UTF-8, then {@code encn:} and the ciphertext.
 */
public final class SealedForm {
  /** The first byte of an encrypted body. */
  private static final byte BODY_MARK = (byte) 0xff;

  private static final String PREFIX = "enc";

  /** The header as a regular expression, for PostgreSQL as well; its group is the generation. */
  public static final String HEADER_REGEX = PREFIX + "([1-9][0-9]{0,8}):";

  private static final Pattern HEADER = Pattern.compile(HEADER_REGEX);
  private static final int LONGEST_HEADER = PREFIX.length() + 11;

  /**
   * Something encrypted.
   *
   * @param generation of the key
   * @param ciphertext what the cipher made
   */
  record Sealed(int generation, byte[] ciphertext) {}

  private SealedForm() {}

  static String text(Sealed sealed) {
    return header(sealed.generation())
        + Base64.getEncoder().withoutPadding().encodeToString(sealed.ciphertext());
  }

  /** Null if it is not encrypted. */
  static Sealed parse(String text) {
    int colon = text.indexOf(':');
    int generation = colon < 0 ? 0 : generation(text.substring(0, colon + 1));
    try {
      return generation == 0
          ? null
          : new Sealed(generation, Base64.getDecoder().decode(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static byte[] body(Sealed sealed) {
    byte[] mark = mark(sealed.generation());
    byte[] body = Arrays.copyOf(mark, mark.length + sealed.ciphertext().length);
    System.arraycopy(sealed.ciphertext(), 0, body, mark.length, sealed.ciphertext().length);
    return body;
  }

  /** The bytes with which a generation's encrypted bodies begin. */
  public static byte[] mark(int generation) {
    byte[] header = header(generation).getBytes(StandardCharsets.US_ASCII);
    byte[] mark = new byte[1 + header.length];
    mark[0] = BODY_MARK;
    System.arraycopy(header, 0, mark, 1, header.length);
    return mark;
  }

  /** Null if it is not encrypted. */
  static Sealed parse(byte[] body) {
    if (body.length == 0 || body[0] != BODY_MARK) {
      return null;
    }
    int length = Math.min(body.length, LONGEST_HEADER) - 1;
    String start = new String(body, 1, length, StandardCharsets.ISO_8859_1);
    int colon = start.indexOf(':');
    int generation = colon < 0 ? 0 : generation(start.substring(0, colon + 1));
    return generation == 0
        ? null
        : new Sealed(generation, Arrays.copyOfRange(body, colon + 2, body.length));
  }

  private static String header(int generation) {
    return PREFIX + generation + ":";
  }

  private static int generation(String header) {
    Matcher matcher = HEADER.matcher(header);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}

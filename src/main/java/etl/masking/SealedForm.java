package etl.masking;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The stored form of encrypted originals and bodies, which names the key generation.
 *
 * <p>An original is {@code encn:} and Base64, or {@code sealn:}, the id of its sealed data key, a
 * colon and Base64. Whether it is encrypted is decided by its mask, since an unencrypted original
 * could look like anything. A body is a byte 0xff, which never occurs in UTF-8, then the same as
 * far as the colon, and the ciphertext.
 */
public final class SealedForm {
  /** The first byte of an encrypted body. */
  private static final byte BODY_MARK = (byte) 0xff;

  private static final String OPENED = "enc";
  private static final String SEALED = "seal";

  private static final String GENERATION = "([1-9][0-9]{0,8}):";

  /** The header as a regular expression, for PostgreSQL as well; its group is the generation. */
  public static final String HEADER_REGEX = "(?:" + OPENED + "|" + SEALED + ")" + GENERATION;

  /** The same of what only the recovery file opens. */
  public static final String SEALED_REGEX = SEALED + GENERATION;

  private static final int DATA_KEY_LENGTH = 22;

  private static final int MOST_DIGITS = 9;

  private static final int LONGEST_HEADER = SEALED.length() + MOST_DIGITS + 1 + DATA_KEY_LENGTH + 1;

  /**
   * What stands before a ciphertext.
   *
   * @param generation of the key
   * @param dataKey the id of the sealed data key that it is encrypted with; empty if it is
   *     encrypted with the generation's own key
   * @param text as it is stored
   */
  record Header(int generation, String dataKey, String text) {
    Header(int generation, String dataKey) {
      this(
          generation,
          dataKey,
          dataKey.isEmpty() ? begin(generation, false) : begin(generation, true) + dataKey + ":");
    }

    /** Begins a text; null if none does. By hand, since each value of a long list has one. */
    static Header of(String text) {
      boolean sealed = text.startsWith(SEALED);
      if (!sealed && !text.startsWith(OPENED)) {
        return null;
      }
      int from = (sealed ? SEALED : OPENED).length();
      int colon = text.indexOf(':', from);
      int generation = colon < 0 ? 0 : generation(text, from, colon);
      if (generation == 0 || !sealed) {
        return generation == 0 ? null : new Header(generation, "", text.substring(0, colon + 1));
      }
      int end = colon + 1 + DATA_KEY_LENGTH;
      return text.length() > end && text.charAt(end) == ':'
          ? new Header(generation, text.substring(colon + 1, end), text.substring(0, end + 1))
          : null;
    }

    /** 0 for what is no generation. */
    private static int generation(String text, int from, int to) {
      int number = 0;
      for (int i = from; i < to; i++) {
        int digit = text.charAt(i) - '0';
        if (digit < 0 || digit > 9 || digit == 0 && i == from || i - from == MOST_DIGITS) {
          return 0;
        }
        number = 10 * number + digit;
      }
      return number;
    }
  }

  /** Something encrypted. */
  record Sealed(Header header, byte[] ciphertext) {
    int generation() {
      return header.generation;
    }

    /** As the header has it. */
    String dataKey() {
      return header.dataKey;
    }
  }

  private SealedForm() {}

  static String text(Sealed sealed) {
    return sealed.header.text.concat(
        Base64.getEncoder().withoutPadding().encodeToString(sealed.ciphertext));
  }

  /** Null if it is not encrypted. */
  static Sealed parse(String text) {
    Header header = Header.of(text);
    try {
      return header == null
          ? null
          : new Sealed(header, Base64.getDecoder().decode(text.substring(header.text.length())));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The id of the sealed data key that an original is encrypted with; empty without one. */
  static String dataKey(String text) {
    Header header = Header.of(text);
    return header == null ? "" : header.dataKey();
  }

  static byte[] body(Sealed sealed) {
    return marked(sealed.header.text, sealed.ciphertext);
  }

  /** Begins a generation's encrypted bodies, sealed or not. */
  static byte[] mark(int generation, boolean sealed) {
    return marked(begin(generation, sealed), new byte[0]);
  }

  private static byte[] marked(String header, byte[] rest) {
    byte[] marked = new byte[1 + header.length() + rest.length];
    marked[0] = BODY_MARK;
    System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, marked, 1, header.length());
    System.arraycopy(rest, 0, marked, 1 + header.length(), rest.length);
    return marked;
  }

  /** Null if it is not encrypted. */
  static Sealed parse(byte[] body) {
    if (body.length == 0 || body[0] != BODY_MARK) {
      return null;
    }
    int length = Math.min(body.length - 1, LONGEST_HEADER);
    Header header = Header.of(new String(body, 1, length, StandardCharsets.ISO_8859_1));
    return header == null
        ? null
        : new Sealed(header, Arrays.copyOfRange(body, 1 + header.text.length(), body.length));
  }

  private static String begin(int generation, boolean sealed) {
    return (sealed ? SEALED : OPENED) + generation + ":";
  }
}

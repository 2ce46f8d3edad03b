package etl.envelope;

import etl.event.RejectedMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/** JSON that is written as text, in base64 (RFC 4648, section 4) or compressed as well. */
public final class EncodedText {
  /** The most bytes that a text may have unzipped. */
  public static final int MOST_BYTES = 8 << 20;

  /** Up to so many bytes, several texts may be unzipped at the same time. */
  static final int SMALL = 256 << 10;

  private EncodedText() {}

  /**
   * What a text says.
   *
   * @param large run once before it takes more than {@link #SMALL} bytes unzipped
   * @throws NotWrappedException if it is not so encoded
   */
  static String decode(String text, Envelope.Encoding encoding, Runnable large)
      throws NotWrappedException {
    return switch (encoding) {
      case NONE, JSON -> text;
      case BASE64 -> utf8(base64(text));
      case BASE64_GZIP -> unzipped(base64(text), MOST_BYTES, large);
    };
  }

  /**
   * The text that bytes are in gzip.
   *
   * @param most the most bytes that it may have unzipped
   */
  private static String unzipped(byte[] gzip, int most, Runnable large) throws NotWrappedException {
    var bytes = Gunzip.bytes(gzip, most, Math.min(SMALL, most), large);
    return checked(bytes.toString(StandardCharsets.UTF_8), bytes::toByteArray);
  }

  private static byte[] base64(String text) throws NotWrappedException {
    try {
      // What is beyond Latin-1 becomes a question mark, which is not in its alphabet either.
      return Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new NotWrappedException(Kind.WRONG_TYPE, "is no base64");
    }
  }

  private static String utf8(byte[] bytes) throws NotWrappedException {
    return checked(new String(bytes, StandardCharsets.UTF_8), () -> bytes);
  }

  /** The decoder puts U+FFFD in place of what is no UTF-8; but that may be what was written. */
  private static String checked(String text, Supplier<byte[]> bytes) throws NotWrappedException {
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes.get())) {
      throw new NotWrappedException(Kind.NOT_JSON, "is not UTF-8");
    }
    return text;
  }
}

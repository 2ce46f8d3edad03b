package etl.envelope;

import etl.event.RejectedMessage.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** JSON that is written as text, in base64 (RFC 4648, section 4) or compressed as well. */
public final class EncodedText {
  /** The most bytes that a text may have unzipped. */
  static final int MOST_BYTES = 8 << 20;

  /** Up to so many bytes, several texts may be unzipped at the same time. */
  static final int SMALL = 256 << 10;

  /** The fewest characters in which JSON with a name or a text in it can be encoded. */
  private static final int LEAST = 8;

  // Of either alphabet, with line breaks or without.
  private static final Pattern PROBABLE = Pattern.compile("[A-Za-z0-9+/_\\-\\s]++=*+\\s*+");
  private static final Pattern FOREIGN = Pattern.compile("[\\s=]+");

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
      case BASE64_GZIP -> unzipped(base64(text), large);
    };
  }

  private static String unzipped(byte[] gzip, Runnable large) throws NotWrappedException {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(Math.min(4 * gzip.length, Gunzip.CHUNK));
    Gunzip.unzip(gzip, bytes, large);
    return checked(bytes.toString(StandardCharsets.UTF_8), bytes::toByteArray);
  }

  /** What can be unzipped of it, damaged though it be. */
  private static String asFarAsPossible(byte[] gzip) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Gunzip.unzip(gzip, bytes, () -> {});
    } catch (NotWrappedException e) {
      // What came before it counts.
    }
    return bytes.toString(StandardCharsets.UTF_8);
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

  /**
   * What a text may say that nobody has called encoded, damaged or cut off though it be: as far as
   * it can be read, and no more than {@link #MOST_BYTES}.
   *
   * @return empty if it is nothing that holds JSON
   */
  public static Optional<String> probable(String text) {
    int length = text.length();
    if (length < LEAST || !PROBABLE.matcher(text).matches()) {
      return Optional.empty();
    }
    // In groups of four; the last one may be cut, and then says nothing by itself.
    String digits = FOREIGN.matcher(text).replaceAll("").replace('-', '+').replace('_', '/');
    int whole = digits.length() - (digits.length() % 4 == 1 ? 1 : 0);
    byte[] bytes =
        Base64.getDecoder().decode(digits.substring(0, whole).getBytes(StandardCharsets.US_ASCII));
    String decoded =
        Gunzip.looksZipped(bytes)
            ? asFarAsPossible(bytes)
            : new String(bytes, StandardCharsets.UTF_8);
    return decoded.indexOf('"') >= 0 ? Optional.of(decoded) : Optional.empty();
  }
}

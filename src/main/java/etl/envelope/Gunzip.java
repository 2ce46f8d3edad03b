package etl.envelope;

import etl.event.RejectedMessage.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unzips gzip (RFC 1952) up to {@link EncodedText#MOST_BYTES}, however much would follow. It takes
 * one member or several, one after the other, whose checksums and lengths are right, and nothing
 * behind them.
 */
final class Gunzip extends GZIPInputStream {
  private static final int FLAGS = 3;
  private static final int RESERVED = 0xE0;
  private static final int TRAILER = 8;
  static final int CHUNK = 16 << 10;

  private Gunzip(byte[] in) throws IOException {
    // As one piece, so that isWhole knows how much is left.
    super(new ByteArrayInputStream(in), Math.max(1, in.length));
    if ((in[FLAGS] & RESERVED) != 0) {
      throw new IOException("reserved flags");
    }
  }

  static boolean looksZipped(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  /** Unzips it; runs {@code large} once, before it has more than a small text. */
  static void unzip(byte[] in, ByteArrayOutputStream out, Runnable large)
      throws NotWrappedException {
    byte[] chunk = new byte[CHUNK];
    boolean told = false;
    try (Gunzip gunzip = new Gunzip(in)) {
      for (int length = gunzip.read(chunk); length >= 0; length = gunzip.read(chunk)) {
        int size = out.size() + length;
        if (size > EncodedText.MOST_BYTES) {
          throw new NotWrappedException(
              Kind.TOO_LONG, "is larger than " + (EncodedText.MOST_BYTES >> 20) + " MiB unzipped");
        } else if (size > EncodedText.SMALL && !told) {
          told = true;
          large.run();
        }
        out.write(chunk, 0, length);
      }
      if (!gunzip.isWhole()) {
        throw new IOException("something follows");
      }
    } catch (IOException e) {
      throw new NotWrappedException(Kind.WRONG_TYPE, "is no gzip, or damaged");
    }
  }

  /** At the end: whether the last member's was all; the JDK passes over what is no further one. */
  private boolean isWhole() {
    return inf.getRemaining() == TRAILER;
  }
}

package etl.envelope;

import etl.event.RejectedMessage.Kind;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unzips gzip (RFC 1952) up to {@link EncodedText#MOST_BYTES}, however much would follow. It takes
 * one member or several, one after the other, whose checksums and lengths are right, and nothing
 * behind them: the JDK's own stream passes over what follows the first one if that is damaged.
 */
final class Gunzip {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECKSUM = 2;
  private static final int RESERVED = 0xE0;

  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;
  private static final int CHUNK = 16 << 10;

  private final byte[] in;
  private final Runnable large;
  private final ByteArrayOutputStream out;
  private final Inflater inflater = new Inflater(true);
  private final byte[] chunk = new byte[CHUNK];
  private int pos;
  private boolean told;

  private Gunzip(byte[] in, Runnable large) {
    this.in = in;
    this.large = large;
    this.out = new ByteArrayOutputStream(Math.min(4 * in.length, CHUNK));
  }

  /**
   * Unzips it.
   *
   * @param large run once before there are more bytes than a small text has
   */
  static ByteArrayOutputStream bytes(byte[] in, Runnable large) throws NotWrappedException {
    Gunzip gunzip = new Gunzip(in, large);
    gunzip.members();
    return gunzip.out;
  }

  /** What can be unzipped of it, damaged though it be. */
  static ByteArrayOutputStream asFarAsPossible(byte[] in) {
    Gunzip gunzip = new Gunzip(in, () -> {});
    try {
      gunzip.members();
    } catch (NotWrappedException e) {
      // What came before it counts.
    }
    return gunzip.out;
  }

  private void members() throws NotWrappedException {
    try {
      do {
        member();
      } while (pos < in.length);
    } catch (DataFormatException e) {
      throw noGzip();
    } finally {
      inflater.end();
    }
  }

  /** Whether it begins as gzip does. */
  static boolean looksZipped(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private void member() throws NotWrappedException, DataFormatException {
    header();
    inflater.reset();
    inflater.setInput(in, pos, in.length - pos);
    CRC32 checksum = new CRC32();
    while (!inflater.finished()) {
      int length = inflater.inflate(chunk);
      if (length == 0 && !inflater.finished()) {
        // It needs more than there is, or a dictionary.
        throw noGzip();
      }
      add(length);
      checksum.update(chunk, 0, length);
    }
    pos = in.length - inflater.getRemaining();
    trailer(checksum.getValue(), inflater.getBytesWritten());
  }

  private void add(int length) throws NotWrappedException {
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

  private void header() throws NotWrappedException {
    int start = pos;
    boolean gzip =
        in.length - start >= FIXED_HEADER
            && in[start] == 0x1f
            && in[start + 1] == (byte) 0x8b
            && in[start + 2] == 8;
    int flags = gzip ? in[start + 3] : RESERVED;
    if ((flags & RESERVED) != 0) {
      throw noGzip();
    }
    pos += FIXED_HEADER;
    if ((flags & EXTRA) != 0) {
      skip((int) number(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      CRC32 checksum = new CRC32();
      checksum.update(in, start, pos - start);
      if (number(2) != (checksum.getValue() & 0xFFFF)) {
        throw noGzip();
      }
    }
  }

  private void trailer(long checksum, long length) throws NotWrappedException {
    if (in.length - pos < TRAILER
        || number(4) != checksum
        || number(4) != (length & 0xFFFF_FFFFL)) {
      throw noGzip();
    }
  }

  private void skipText() throws NotWrappedException {
    int end = pos;
    while (end < in.length && in[end] != 0) {
      end++;
    }
    skip(end + 1 - pos);
  }

  private void skip(int bytes) throws NotWrappedException {
    if (in.length - pos < bytes) {
      throw noGzip();
    }
    pos += bytes;
  }

  /** An unsigned number, its lowest byte first. */
  private long number(int bytes) throws NotWrappedException {
    int start = pos;
    skip(bytes);
    long number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | (in[start + i] & 0xFF);
    }
    return number;
  }

  private static NotWrappedException noGzip() {
    return new NotWrappedException(Kind.WRONG_TYPE, "is no gzip, or damaged");
  }
}

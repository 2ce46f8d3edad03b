package etl.sqs.direct;

import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an answer, a window of them at a time. */
final class AnswerBytes {
  /** The window, and which of its bytes are next and behind the last: read in place. */
  final byte[] window;

  int at;
  int end;

  private final InputStream in;

  AnswerBytes(InputStream in, int size) {
    this.in = in;
    this.window = new byte[size];
  }

  /** The next byte that is no space; negative at the end. */
  int peek() throws IOException {
    while (at < end || fill()) {
      byte b = window[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return Byte.toUnsignedInt(b);
      }
      at++;
    }
    return -1;
  }

  byte next() throws IOException {
    if (at == end && !fill()) {
      throw malformed();
    }
    return window[at++];
  }

  /** Once the window is used up: whether there are more bytes. */
  boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(window));
    return end > 0;
  }

  static MalformedJsonException malformed() {
    return new MalformedJsonException("not the JSON that was expected");
  }
}

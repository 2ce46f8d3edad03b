package etl.metrics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An answer to one request, after which the connection is closed.
 *
 * @param status with its phrase, as in {@code 200 OK}
 * @param type of the content
 */
record HttpAnswer(String status, String type, byte[] body) {
  static final String TEXT = "text/plain; charset=utf-8";

  static HttpAnswer text(String status, String body) {
    return new HttpAnswer(status, TEXT, (body + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * As it is sent.
   *
   * @param headOnly whether the body was not asked for
   */
  ByteBuffer bytes(boolean headOnly) {
    String head =
        """
        HTTP/1.1 %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(status, type, body.length);
    byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer all = ByteBuffer.allocate(first.length + (headOnly ? 0 : body.length));
    all.put(first);
    if (!headOnly) {
      all.put(body);
    }
    return all.flip();
  }
}

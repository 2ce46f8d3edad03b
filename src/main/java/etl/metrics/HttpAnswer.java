package etl.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer to one request, after which the connection is closed.
 *
 * @param status with its phrase, as in {@code 200 OK}
 * @param type of the content
 */
record HttpAnswer(String status, String type, byte[] body) {
  static HttpAnswer text(String status, String body) {
    byte[] line = (body + "\n").getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(status, "text/plain; charset=utf-8", line);
  }

  /**
   * Sends it.
   *
   * @param headOnly whether the body was not asked for
   */
  void writeTo(OutputStream out, boolean headOnly) throws IOException {
    String head =
        """
        HTTP/1.1 %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(status, type, body.length);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!headOnly) {
      out.write(body);
    }
  }
}

package etl.sqs.direct;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.HttpMessageWriter;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * A POST as it goes over the wire, which the client passes on: head and body are written at once,
 * so that they leave by one system call.
 */
final class WireRequest extends BasicClassicHttpRequest {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;

  WireRequest(byte[] bytes) {
    super("POST", "/");
    this.bytes = bytes;
  }

  /** Head and body. */
  byte[] bytes() {
    return bytes;
  }

  /** Writes such requests. */
  static HttpMessageWriter<ClassicHttpRequest> writer() {
    return (request, buffer, out) -> {
      byte[] bytes = ((WireRequest) request).bytes;
      buffer.write(bytes, 0, bytes.length, out);
    };
  }
}

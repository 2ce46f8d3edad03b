package etl.sqs.direct;

import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Where calls go and what stands in each of them, as the SDK's client has it.
 *
 * @param host without the brackets of an IPv6 address
 * @param hostHeader host and port as the server is told them
 */
public record Endpoint(
    boolean tls, String host, int port, String hostHeader, String userAgent, String region) {
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  /**
   * The endpoint of a call that the SDK has sent; empty if that was not a JSON call to the root of
   * its server.
   *
   * @param region for which calls are signed
   */
  public static Optional<Endpoint> of(SdkHttpRequest sent, String region) {
    String path = sent.encodedPath();
    boolean suits =
        CONTENT_TYPE.equals(header(sent, "Content-Type"))
            && (path.isEmpty() || path.equals("/"))
            && sent.firstMatchingHeader("Host").isPresent();
    return suits
        ? Optional.of(
            new Endpoint(
                "https".equalsIgnoreCase(sent.protocol()),
                sent.host().replaceAll("[\\[\\]]", ""),
                sent.port(),
                header(sent, "Host"),
                header(sent, "User-Agent"),
                region))
        : Optional.empty();
  }

  private static String header(SdkHttpRequest sent, String name) {
    return sent.firstMatchingHeader(name).orElse("");
  }
}

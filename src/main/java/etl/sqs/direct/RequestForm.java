package etl.sqs.direct;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.Arrays;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Writes the requests of one queue with the headers that the SDK's client sends. */
final class RequestForm {
  /** The most attempts at one call, the first included. */
  static final int ATTEMPTS = 3;

  private static final String SIGNED =
      "amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;"
          + "x-amz-content-sha256;x-amz-date;x-amz-target;x-amzn-query-mode";
  private static final String SIGNED_WITH_TOKEN =
      SIGNED.replace("x-amz-target", "x-amz-security-token;x-amz-target");

  private final Endpoint endpoint;
  private final Signer signer;

  /**
   * What is to be sent.
   *
   * @param action as in "ReceiveMessage"
   * @param invocation the same for all attempts at one call
   * @param body the JSON
   */
  record Call(String action, String invocation, byte[] body) {}

  RequestForm(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.signer = new Signer(endpoint.region());
  }

  /**
   * The request for an attempt.
   *
   * @param attempt 1 for the first
   * @param now by the server's clock
   */
  WireRequest of(Call call, int attempt, AwsCredentials credentials, Instant now) {
    String attempts = "attempt=" + attempt + "; max=" + ATTEMPTS;
    String hash = signer.hash(call.body);
    String time = signer.time(now);
    String token =
        credentials instanceof AwsSessionCredentials session ? session.sessionToken().trim() : null;
    // In the order of their names.
    String length = Integer.toString(call.body.length);
    String target = "AmazonSQS." + call.action;
    String signed =
        String.join(
            "",
            "amz-sdk-invocation-id:",
            call.invocation,
            "\namz-sdk-request:",
            attempts,
            "\ncontent-length:",
            length,
            "\ncontent-type:",
            Endpoint.CONTENT_TYPE,
            "\nhost:",
            endpoint.hostHeader(),
            "\nx-amz-content-sha256:",
            hash,
            "\nx-amz-date:",
            time,
            token == null ? "" : "\nx-amz-security-token:",
            token == null ? "" : token,
            "\nx-amz-target:",
            target,
            "\nx-amzn-query-mode:true\n");
    String names = token == null ? SIGNED : SIGNED_WITH_TOKEN;
    String head =
        String.join(
            "",
            "POST / HTTP/1.1\r\nHost: ",
            endpoint.hostHeader(),
            "\r\namz-sdk-invocation-id: ",
            call.invocation,
            "\r\namz-sdk-request: ",
            attempts,
            "\r\nAuthorization: ",
            visible(signer.authorization(credentials, signed, names, time, hash)),
            "\r\nContent-Type: ",
            Endpoint.CONTENT_TYPE,
            "\r\nUser-Agent: ",
            endpoint.userAgent(),
            "\r\nx-amz-content-sha256: ",
            hash,
            "\r\nX-Amz-Date: ",
            time,
            token == null ? "" : "\r\nX-Amz-Security-Token: ",
            token == null ? "" : visible(token),
            "\r\nX-Amz-Target: ",
            target,
            "\r\nx-amzn-query-mode: true\r\nContent-Length: ",
            length,
            "\r\nConnection: keep-alive\r\n\r\n");
    byte[] bytes = Arrays.copyOf(head.getBytes(ISO_8859_1), head.length() + call.body.length);
    System.arraycopy(call.body, 0, bytes, head.length(), call.body.length);
    return new WireRequest(bytes);
  }

  /** A value that can end no header, whatever credentials there are. */
  private static String visible(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ') {
        return value.replaceAll("[\\x00-\\x08\\x0A-\\x1F]", "?");
      }
    }
    return value;
  }
}

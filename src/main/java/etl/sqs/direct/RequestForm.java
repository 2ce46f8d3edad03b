package etl.sqs.direct;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Writes the requests of one queue with the headers that the SDK's client sends. */
final class RequestForm {
  /** The most attempts at one call, the first included. */
  static final int ATTEMPTS = 3;

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
  ClassicHttpRequest of(Call call, int attempt, AwsCredentials credentials, Instant now) {
    String attempts = "attempt=" + attempt + "; max=" + ATTEMPTS;
    String length = Integer.toString(call.body.length);
    String hash = Signer.hash(call.body);
    String time = Signer.time(now);
    String token =
        credentials instanceof AwsSessionCredentials session ? session.sessionToken().trim() : null;
    String target = "AmazonSQS." + call.action;

    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("amz-sdk-invocation-id", call.invocation);
    signed.put("amz-sdk-request", attempts);
    signed.put("content-length", length);
    signed.put("content-type", Endpoint.CONTENT_TYPE);
    signed.put("host", endpoint.hostHeader());
    signed.put("x-amz-content-sha256", hash);
    signed.put("x-amz-date", time);
    if (token != null) {
      signed.put("x-amz-security-token", token);
    }
    signed.put("x-amz-target", target);
    signed.put("x-amzn-query-mode", "true");

    ClassicHttpRequest request = new BasicClassicHttpRequest("POST", "/");
    request.addHeader("Host", endpoint.hostHeader());
    request.addHeader("amz-sdk-invocation-id", call.invocation);
    request.addHeader("amz-sdk-request", attempts);
    request.addHeader("Authorization", signer.authorization(credentials, signed, time, hash));
    request.addHeader("Content-Type", Endpoint.CONTENT_TYPE);
    request.addHeader("User-Agent", endpoint.userAgent());
    request.addHeader("x-amz-content-sha256", hash);
    request.addHeader("X-Amz-Date", time);
    if (token != null) {
      request.addHeader("X-Amz-Security-Token", token);
    }
    request.addHeader("X-Amz-Target", target);
    request.addHeader("x-amzn-query-mode", "true");
    request.addHeader("Content-Length", length);
    request.addHeader("Connection", "keep-alive");
    request.setEntity(new ByteArrayEntity(call.body, null));
    return request;
  }
}

package etl.sqs.query;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Uses JSON, but switches to the older query protocol at the first call that the server understands
 * only in the latter.
 *
 * <p>Servers older than SQS's JSON protocol answer a JSON call with an XML error of status 400 or
 * 500, with an HTML page, or, if they guess the action from the header, with an XML result.
 */
public final class DetectedProtocol implements SdkHttpClient {
  // An outage, whatever the body: a proxy's page says nothing about the server behind it.
  private static final Set<Integer> OUTAGES = Set.of(429, 502, 503, 504);

  private final SdkHttpClient json;
  private final SdkHttpClient query;
  private volatile SdkHttpClient chosen;

  public DetectedProtocol(SdkHttpClient http) {
    this.json = http;
    this.query = new QueryProtocol(http);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
    return chosen == null ? new FirstCall(call) : chosen.prepareRequest(call);
  }

  @Override
  public void close() {
    json.close();
  }

  private final class FirstCall implements ExecutableHttpRequest {
    private final HttpExecuteRequest call;
    private final ExecutableHttpRequest inJson;

    FirstCall(HttpExecuteRequest call) {
      this.call = call;
      this.inJson = json.prepareRequest(call);
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpAnswer answer = HttpAnswer.read(inJson.call());
      if (OUTAGES.contains(answer.head().statusCode())) {
        return answer.toResponse();
      }
      if (isOfJsonProtocol(answer)) {
        chosen = json;
        return answer.toResponse();
      }
      HttpAnswer inQuery = HttpAnswer.read(query.prepareRequest(call).call());
      if (isOfJsonProtocol(inQuery)) {
        chosen = query;
        return inQuery.toResponse();
      }
      return answer.toResponse();
    }

    @Override
    public void abort() {
      inJson.abort();
    }
  }

  /** Whether it is a result, or an error as SQS itself reports it; so are translated responses. */
  private static boolean isOfJsonProtocol(HttpAnswer answer) {
    Optional<JsonObject> json = answer.json();
    return json.isPresent()
        && (answer.head().isSuccessful()
            || answer.head().firstMatchingHeader("x-amzn-query-error").isPresent()
            || json.filter(DetectedProtocol::isKnownError).isPresent());
  }

  private static boolean isKnownError(JsonObject error) {
    return error.has("__type")
        && !error.get("__type").getAsString().endsWith("UnknownOperationException");
  }
}

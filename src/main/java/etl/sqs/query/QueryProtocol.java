package etl.sqs.query;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Translates the SDK's JSON calls into SQS's older query protocol, for servers that understand no
 * other. A response that is not of that protocol is passed on unchanged.
 */
public final class QueryProtocol implements SdkHttpClient {
  private final SdkHttpClient http;

  public QueryProtocol(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
    ExecutableHttpRequest query = http.prepareRequest(QueryRequest.of(call));
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpAnswer answer = HttpAnswer.read(query.call());
        return QueryAnswer.toJson(answer).orElse(answer).toResponse();
      }

      @Override
      public void abort() {
        query.abort();
      }
    };
  }

  @Override
  public void close() {
    http.close();
  }
}

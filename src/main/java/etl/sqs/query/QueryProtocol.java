package etl.sqs.query;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Speaks SQS's older query protocol where the SDK speaks JSON, for servers that know no other. What
 * is no answer of that protocol is passed on as it came.
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

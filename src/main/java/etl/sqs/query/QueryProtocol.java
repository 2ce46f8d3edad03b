package etl.sqs.query;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Translates the SDK's JSON calls into SQS's older query protocol, for servers that understand no
 * other. A response that is not of that protocol is passed on unchanged.
 *
 * <p>The signature of the JSON call is kept, and does not match any more: the servers that need
 * this protocol read the region and the access key id from it and verify nothing.
 */
public final class QueryProtocol implements SdkHttpClient {
  private static final String VERSION = "2012-11-05";

  private final SdkHttpClient http;

  public QueryProtocol(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
    ExecutableHttpRequest query = http.prepareRequest(form(call));
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

  private static HttpExecuteRequest form(HttpExecuteRequest call) {
    SdkHttpRequest http = call.httpRequest();
    JsonObject json = body(call);
    byte[] form = form(action(http), json).getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest.Builder query =
        http.toBuilder()
            .removeHeader("X-Amz-Target")
            .removeHeader("x-amzn-query-mode")
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .putHeader("Content-Length", Integer.toString(form.length));
    if (json.has("QueueUrl")) {
      // The endpoint's host is kept: such servers return URLs with hosts that only they can
      // resolve.
      query.encodedPath(URI.create(json.get("QueueUrl").getAsString()).getRawPath());
    }
    return HttpExecuteRequest.builder()
        .request(query.build())
        .contentStreamProvider(ContentStreamProvider.fromByteArray(form))
        .build();
  }

  private static String action(SdkHttpRequest http) {
    String target = http.firstMatchingHeader("X-Amz-Target").orElseThrow();
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static JsonObject body(HttpExecuteRequest call) {
    ContentStreamProvider content = call.contentStreamProvider().orElseThrow();
    try (Reader reader = new InputStreamReader(content.newStream(), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String form(String action, JsonObject json) {
    StringJoiner form = new StringJoiner("&");
    add(form, "Action", action);
    add(form, "Version", VERSION);
    for (Map.Entry<String, JsonElement> field : json.entrySet()) {
      if (field.getValue() instanceof JsonArray list) {
        addList(form, listName(action, field.getKey()), list);
      } else {
        add(form, field.getKey(), field.getValue().getAsString());
      }
    }
    return form.toString();
  }

  /** AttributeNames becomes AttributeName.1 and so on; Entries are named after their action. */
  private static String listName(String action, String field) {
    return field.equals("Entries")
        ? action + "RequestEntry"
        : field.substring(0, field.length() - 1);
  }

  private static void addList(StringJoiner form, String name, JsonArray list) {
    for (int i = 0; i < list.size(); i++) {
      String member = name + "." + (i + 1);
      if (list.get(i) instanceof JsonObject entry) {
        entry
            .entrySet()
            .forEach(f -> add(form, member + "." + f.getKey(), f.getValue().getAsString()));
      } else {
        add(form, member, list.get(i).getAsString());
      }
    }
  }

  private static void add(StringJoiner form, String name, String value) {
    form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}

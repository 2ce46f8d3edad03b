package etl.sqs.query;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * A response that was read completely.
 *
 * @param head status and headers
 */
record HttpAnswer(SdkHttpResponse head, byte[] body) {
  static HttpAnswer read(HttpExecuteResponse response) throws IOException {
    AbortableInputStream stream =
        response.responseBody().orElseGet(AbortableInputStream::createEmpty);
    try (stream) {
      return new HttpAnswer(response.httpResponse(), stream.readAllBytes());
    }
  }

  /** A response in SQS's JSON protocol. */
  static HttpAnswer ofJson(SdkHttpResponse head, JsonObject json) {
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    SdkHttpResponse jsonHead =
        head.toBuilder()
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("Content-Length", Integer.toString(body.length))
            .build();
    return new HttpAnswer(jsonHead, body);
  }

  HttpExecuteResponse toResponse() {
    return HttpExecuteResponse.builder()
        .response(head)
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  /** The body as a JSON object, if it is one. */
  Optional<JsonObject> json() {
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      return json.isJsonObject() ? Optional.of(json.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}

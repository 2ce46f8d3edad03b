package etl.envelope;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Events in envelopes, as other services send them. */
public final class Wraps {
  private Wraps() {}

  /** A notification of SNS, whose attributes are texts. */
  public static String sns(String event, Map<String, String> attributes) {
    JsonObject body = new JsonObject();
    body.addProperty("Type", "Notification");
    body.addProperty("MessageId", "5b8a2c9e-9f6b-5a55-a7c5-74ab5d4c2f3e");
    body.addProperty("TopicArn", "arn:aws:sns:eu-west-1:123456789012:logins");
    body.addProperty("Message", event);
    body.addProperty("Timestamp", "2026-11-23T23:59:59.123Z");
    body.addProperty("SignatureVersion", "1");
    body.addProperty(
        "Signature", "EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCk");
    body.addProperty("SigningCertURL", "https://sns.eu-west-1.amazonaws.com/Simple-0123.pem");
    body.addProperty("UnsubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe");
    if (!attributes.isEmpty()) {
      JsonObject all = new JsonObject();
      attributes.forEach(
          (name, value) -> {
            JsonObject attribute = new JsonObject();
            attribute.addProperty("Type", "String");
            attribute.addProperty("Value", value);
            all.add(name, attribute);
          });
      body.add("MessageAttributes", all);
    }
    return json(body);
  }

  public static String sns(String event) {
    return sns(event, Map.of());
  }

  /** An event of EventBridge; what is in it is not touched. */
  public static String eventBridge(String event) {
    return "{\"version\":\"0\",\"id\":\"6a7e8feb-b491-4cf7-a9f1-bf3703467718\","
        + "\"detail-type\":\"Login\",\"source\":\"shop\",\"account\":\"111122223333\","
        + "\"time\":\"2026-11-23T23:59:59Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\": "
        + event
        + " }";
  }

  /** A CloudEvent; what is in it is not touched. */
  public static String cloudEvent(String event) {
    return cloud("\"data\":" + event);
  }

  /** The same with its data as bytes. */
  public static String binaryCloudEvent(String event) {
    return cloud("\"data_base64\":\"" + base64(utf8(event)) + '"');
  }

  private static String cloud(String data) {
    return "{\"specversion\":\"1.0\",\"type\":\"login\",\"source\":\"/shop\",\"id\":\"17\","
        + "\"datacontenttype\":\"application/json\","
        + data
        + "}";
  }

  /** An event in a member of this name. */
  public static String member(String name, String event) {
    return "{\"before\":[1,{}]," + text(name) + ":" + event + ",\"after\":null}";
  }

  /** A text as JSON. */
  public static String text(String text) {
    return json(new JsonPrimitive(text));
  }

  /** With escapes for surrogates: half a pair of them cannot be written in UTF-8 otherwise. */
  private static String json(JsonElement value) {
    StringBuilder json = new StringBuilder();
    for (char c : new Gson().toJson(value).toCharArray()) {
      json.append(Character.isSurrogate(c) ? "\\u%04x".formatted((int) c) : c);
    }
    return json.toString();
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Spaces, and then an event, in gzip: small, however large it is unzipped. */
  public static byte[] bomb(long bytes, String event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    byte[] end = utf8(event);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (long left = bytes - end.length; left > 0; left -= spaces.length) {
        gzip.write(spaces, 0, (int) Math.min(left, spaces.length));
      }
      gzip.write(end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A spec that reads through these envelopes, each as JSON. */
  public static String spec(String spec, List<String> envelopes) {
    JsonObject json = JsonParser.parseString(spec).getAsJsonObject();
    json.add("unwrap", JsonParser.parseString(envelopes.toString()));
    return json.toString();
  }
}

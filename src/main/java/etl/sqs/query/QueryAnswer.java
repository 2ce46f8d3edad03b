package etl.sqs.query;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Translates a response of the older query protocol into the JSON that the SDK expects. */
final class QueryAnswer {
  private QueryAnswer() {}

  /** The response in JSON; empty if it is not one of the query protocol. */
  static Optional<HttpAnswer> toJson(HttpAnswer answer) {
    return parse(answer.body()).flatMap(root -> translate(answer.head(), root));
  }

  private static Optional<XmlElement> parse(byte[] body) {
    try {
      return Optional.of(XmlElement.read(new ByteArrayInputStream(body)));
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }

  private static Optional<HttpAnswer> translate(SdkHttpResponse head, XmlElement root) {
    if (root.name().equals("ErrorResponse")) {
      return root.child("Error").map(e -> error(head, e));
    }
    if (!root.name().endsWith("Response")) {
      return Optional.empty();
    }
    JsonObject json = new JsonObject();
    root.child(root.name().replaceFirst("Response$", "Result")).ifPresent(r -> fill(json, r));
    return Optional.of(HttpAnswer.ofJson(head, json));
  }

  private static HttpAnswer error(SdkHttpResponse head, XmlElement error) {
    String code = error.childText("Code");
    JsonObject json = new JsonObject();
    json.addProperty("__type", "com.amazonaws.sqs#" + code);
    json.addProperty("message", error.childText("Message"));
    return HttpAnswer.ofJson(
        head.toBuilder()
            .putHeader("x-amzn-query-error", code + ";" + error.childText("Type"))
            .build(),
        json);
  }

  private static JsonObject fill(JsonObject json, XmlElement element) {
    for (XmlElement child : element.children()) {
      switch (child.name()) {
        case "Attribute" ->
            object(json, "Attributes")
                .addProperty(child.childText("Name"), child.childText("Value"));
        case "MessageAttribute" ->
            child
                .child("Value")
                .ifPresent(
                    value ->
                        object(json, "MessageAttributes")
                            .add(child.childText("Name"), fill(new JsonObject(), value)));
        case "Message" -> addTo(json, "Messages", child);
        case "BatchResultErrorEntry" -> addTo(json, "Failed", child);
        case "QueueUrl" -> {
          // The only one of GetQueueUrl; of those that list queues, one of any number.
          json.addProperty(child.name(), child.text());
          array(json, "queueUrls").add(child.text());
        }
        case "SenderFault" -> json.addProperty(child.name(), Boolean.valueOf(child.text()));
        default -> addOther(json, child);
      }
    }
    return json;
  }

  private static JsonObject object(JsonObject json, String name) {
    if (!json.has(name)) {
      json.add(name, new JsonObject());
    }
    return json.getAsJsonObject(name);
  }

  private static void addTo(JsonObject json, String list, XmlElement entry) {
    array(json, list).add(fill(new JsonObject(), entry));
  }

  private static JsonArray array(JsonObject json, String name) {
    if (!json.has(name)) {
      json.add(name, new JsonArray());
    }
    return json.getAsJsonArray(name);
  }

  private static void addOther(JsonObject json, XmlElement child) {
    if (child.name().endsWith("BatchResultEntry")) {
      addTo(json, "Successful", child);
    } else if (child.children().isEmpty()) {
      json.addProperty(child.name(), child.text());
    }
  }
}

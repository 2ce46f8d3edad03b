package etl.sqs.query;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Translates a response of the older query protocol into the JSON that the SDK expects. */
final class QueryAnswer {
  private QueryAnswer() {}

  /** The response in JSON; empty if it is not one of the query protocol. */
  static Optional<HttpAnswer> toJson(HttpAnswer answer) {
    try {
      return translate(answer.head(), parse(answer.body()));
    } catch (SAXException | IOException e) {
      return Optional.empty();
    }
  }

  private static Element parse(byte[] body) throws SAXException, IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      // By a document type, a server could have files read.
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The parser's own handler of errors prints them.
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<HttpAnswer> translate(SdkHttpResponse head, Element root) {
    String name = root.getLocalName();
    if (name.equals("ErrorResponse")) {
      return child(root, "Error").map(e -> error(head, e));
    }
    if (!name.endsWith("Response")) {
      return Optional.empty();
    }
    JsonObject json = new JsonObject();
    child(root, name.replaceFirst("Response$", "Result")).ifPresent(r -> fill(json, r));
    return Optional.of(HttpAnswer.ofJson(head, json));
  }

  private static HttpAnswer error(SdkHttpResponse head, Element error) {
    String code = text(error, "Code");
    JsonObject json = new JsonObject();
    json.addProperty("__type", "com.amazonaws.sqs#" + code);
    json.addProperty("message", text(error, "Message"));
    return HttpAnswer.ofJson(
        head.toBuilder().putHeader("x-amzn-query-error", code + ";" + text(error, "Type")).build(),
        json);
  }

  private static JsonObject fill(JsonObject json, Element element) {
    for (Element child : children(element)) {
      String name = child.getLocalName();
      switch (name) {
        case "Attribute" ->
            object(json, "Attributes").addProperty(text(child, "Name"), text(child, "Value"));
        case "MessageAttribute" ->
            child(child, "Value")
                .ifPresent(
                    value ->
                        object(json, "MessageAttributes")
                            .add(text(child, "Name"), fill(new JsonObject(), value)));
        case "Message" -> addTo(json, "Messages", child);
        case "BatchResultErrorEntry" -> addTo(json, "Failed", child);
        case "QueueUrl" -> {
          // The only one of GetQueueUrl; of those that list queues, one of any number.
          json.addProperty(name, child.getTextContent());
          array(json, "queueUrls").add(child.getTextContent());
        }
        case "SenderFault" -> json.addProperty(name, Boolean.valueOf(child.getTextContent()));
        default -> {
          if (name.endsWith("BatchResultEntry")) {
            addTo(json, "Successful", child);
          } else if (children(child).isEmpty()) {
            json.addProperty(name, child.getTextContent());
          }
        }
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

  private static void addTo(JsonObject json, String list, Element entry) {
    array(json, list).add(fill(new JsonObject(), entry));
  }

  private static JsonArray array(JsonObject json, String name) {
    if (!json.has(name)) {
      json.add(name, new JsonArray());
    }
    return json.getAsJsonArray(name);
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /** The first child of this name. */
  private static Optional<Element> child(Element parent, String name) {
    return children(parent).stream().filter(c -> c.getLocalName().equals(name)).findFirst();
  }

  /** The text of the first child of this name, or the empty string. */
  private static String text(Element parent, String name) {
    return child(parent, name).map(Element::getTextContent).orElse("");
  }
}

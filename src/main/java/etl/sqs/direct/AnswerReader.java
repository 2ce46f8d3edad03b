package etl.sqs.direct;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import etl.event.AttributeType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the JSON of answers as they arrive. What is not known is skipped. */
final class AnswerReader {
  private final JsonReader json;

  AnswerReader(InputStream body) {
    json = new JsonReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    json.setStrictness(Strictness.STRICT);
  }

  /**
   * The messages of an answer to ReceiveMessage.
   *
   * @param names the message attributes that were asked for
   */
  List<ReceivedMessage> messages(Set<String> names) throws IOException {
    List<ReceivedMessage> messages = new ArrayList<>();
    if (isEmpty()) {
      return messages;
    }
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("Messages") && begins(JsonToken.BEGIN_ARRAY)) {
        json.beginArray();
        while (json.hasNext()) {
          messages.add(message(names));
        }
        json.endArray();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return messages;
  }

  private ReceivedMessage message(Set<String> names) throws IOException {
    String id = null;
    String receiptHandle = null;
    String body = null;
    Map<String, String> system = Map.of();
    Map<String, String> attributes = Map.of();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "MessageId" -> id = text();
        case "ReceiptHandle" -> receiptHandle = text();
        case "Body" -> body = text();
        case "Attributes" -> system = texts();
        case "MessageAttributes" -> attributes = attributes(names);
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new ReceivedMessage(
        id,
        receiptHandle,
        body,
        system.get("SentTimestamp"),
        system.get("ApproximateReceiveCount"),
        system.get("MessageGroupId"),
        attributes);
  }

  private Map<String, String> texts() throws IOException {
    Map<String, String> texts = new HashMap<>();
    if (begins(JsonToken.BEGIN_OBJECT)) {
      json.beginObject();
      while (json.hasNext()) {
        texts.put(json.nextName(), text());
      }
      json.endObject();
    } else {
      json.skipValue();
    }
    return texts;
  }

  private Map<String, String> attributes(Set<String> names) throws IOException {
    if (names.isEmpty() || !begins(JsonToken.BEGIN_OBJECT)) {
      json.skipValue();
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (names.contains(name)) {
        Map<String, String> value = texts();
        if (AttributeType.isText(value.get("DataType"))) {
          attributes.put(name, value.get("StringValue"));
        }
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return attributes;
  }

  /** What became of the entries of a batch. */
  BatchAnswer batch() throws IOException {
    List<String> successful = new ArrayList<>();
    List<BatchAnswer.Failure> failed = new ArrayList<>();
    if (isEmpty()) {
      return new BatchAnswer(successful, failed);
    }
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      boolean success = name.equals("Successful");
      if (!(success || name.equals("Failed")) || !begins(JsonToken.BEGIN_ARRAY)) {
        json.skipValue();
        continue;
      }
      json.beginArray();
      while (json.hasNext()) {
        Map<String, String> entry = texts();
        if (success) {
          successful.add(entry.get("Id"));
        } else {
          boolean senderFault = Boolean.parseBoolean(entry.get("SenderFault"));
          failed.add(new BatchAnswer.Failure(entry.get("Id"), entry.get("Code"), senderFault));
        }
      }
      json.endArray();
    }
    json.endObject();
    return new BatchAnswer(successful, failed);
  }

  /** The members of an object that are texts, numbers or truth values. */
  Map<String, String> members() throws IOException {
    return texts();
  }

  /** No answer at all tells as much as an object without members. */
  private boolean isEmpty() throws IOException {
    try {
      json.peek();
      return false;
    } catch (EOFException e) {
      return true;
    }
  }

  private boolean begins(JsonToken token) throws IOException {
    return json.peek() == token;
  }

  /** A value as text; null if it is null or no simple value. */
  private String text() throws IOException {
    return switch (json.peek()) {
      case STRING, NUMBER -> json.nextString();
      case BOOLEAN -> Boolean.toString(json.nextBoolean());
      default -> {
        json.skipValue();
        yield null;
      }
    };
  }
}

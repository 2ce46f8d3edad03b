package etl.sqs.direct;

import etl.event.AttributeType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads answers as they arrive. What is not known is passed over. */
final class AnswerReader {
  /** The length of an answer of ten small messages. */
  private static final int WINDOW = 8192;

  private final AnswerJson json;

  /**
   * @param size of the body; anything if that is not known
   */
  AnswerReader(InputStream body, long size) {
    json = new AnswerJson(body, (int) Math.max(1, Math.min(size, WINDOW)));
  }

  /**
   * The messages of an answer to ReceiveMessage.
   *
   * @param names the message attributes that were asked for
   */
  List<ReceivedMessage> messages(Set<String> names) throws IOException {
    List<ReceivedMessage> messages = new ArrayList<>();
    if (json.isEmpty()) {
      return messages;
    }
    json.open('{');
    while (json.more('}')) {
      if (json.name().equals("Messages") && json.begins('[')) {
        json.open('[');
        while (json.more(']')) {
          messages.add(message(names));
        }
      } else {
        json.skip();
      }
    }
    return messages;
  }

  private ReceivedMessage message(Set<String> names) throws IOException {
    String id = null;
    String receiptHandle = null;
    String body = null;
    Map<String, String> system = Map.of();
    Map<String, String> attributes = Map.of();
    json.open('{');
    while (json.more('}')) {
      switch (json.name()) {
        case "MessageId" -> id = json.text();
        case "ReceiptHandle" -> receiptHandle = json.text();
        case "Body" -> body = json.text();
        case "Attributes" -> system = members();
        case "MessageAttributes" -> attributes = attributes(names);
        default -> json.skip();
      }
    }
    return new ReceivedMessage(
        id,
        receiptHandle,
        body,
        system.get("SentTimestamp"),
        system.get("ApproximateReceiveCount"),
        system.get("MessageGroupId"),
        attributes);
  }

  private Map<String, String> attributes(Set<String> names) throws IOException {
    if (names.isEmpty() || !json.begins('{')) {
      json.skip();
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    json.open('{');
    while (json.more('}')) {
      String name = json.name();
      if (names.contains(name)) {
        Map<String, String> value = members();
        if (AttributeType.isText(value.get("DataType"))) {
          attributes.put(name, value.get("StringValue"));
        }
      } else {
        json.skip();
      }
    }
    return attributes;
  }

  /** What became of the entries of a batch. */
  BatchAnswer batch() throws IOException {
    List<String> successful = new ArrayList<>();
    List<BatchAnswer.Failure> failed = new ArrayList<>();
    if (json.isEmpty()) {
      return new BatchAnswer(successful, failed);
    }
    json.open('{');
    while (json.more('}')) {
      String name = json.name();
      boolean success = name.equals("Successful");
      if (!(success || name.equals("Failed")) || !json.begins('[')) {
        json.skip();
        continue;
      }
      json.open('[');
      while (json.more(']')) {
        Map<String, String> entry = members();
        if (success) {
          successful.add(entry.get("Id"));
        } else {
          boolean senderFault = Boolean.parseBoolean(entry.get("SenderFault"));
          failed.add(new BatchAnswer.Failure(entry.get("Id"), entry.get("Code"), senderFault));
        }
      }
    }
    return new BatchAnswer(successful, failed);
  }

  /**
   * The members of an object that are texts, numbers or truth values; none of what is no object.
   */
  Map<String, String> members() throws IOException {
    Map<String, String> texts = new HashMap<>();
    if (json.begins('{')) {
      json.open('{');
      while (json.more('}')) {
        texts.put(json.name(), json.text());
      }
    } else {
      json.skip();
    }
    return texts;
  }
}

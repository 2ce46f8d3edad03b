package etl.sqs.direct;

import etl.event.QueueMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
      if (!json.name().equals("Messages")) {
        json.skip();
      } else if (json.opens('[')) {
        while (json.more(']')) {
          messages.add(message(names));
        }
      }
    }
    return messages;
  }

  private ReceivedMessage message(Set<String> names) throws IOException {
    String id = null;
    String receiptHandle = null;
    String body = null;
    String sentAt = null;
    String receiveCount = null;
    String groupId = null;
    Map<String, String> attributes = Map.of();
    json.open('{');
    while (json.more('}')) {
      switch (json.name()) {
        case "MessageId" -> id = json.text();
        case "ReceiptHandle" -> receiptHandle = json.text();
        case "Body" -> body = json.text();
        case "Attributes" -> {
          boolean object = json.opens('{');
          while (object && json.more('}')) {
            switch (json.name()) {
              case "SentTimestamp" -> sentAt = json.text();
              case "ApproximateReceiveCount" -> receiveCount = json.text();
              case "MessageGroupId" -> groupId = json.text();
              default -> json.skip();
            }
          }
        }
        case "MessageAttributes" -> attributes = attributes(names);
        default -> json.skip();
      }
    }
    return new ReceivedMessage(id, receiptHandle, body, sentAt, receiveCount, groupId, attributes);
  }

  private Map<String, String> attributes(Set<String> names) throws IOException {
    if (names.isEmpty()) {
      json.skip();
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    boolean object = json.opens('{');
    while (object && json.more('}')) {
      String name = json.name();
      if (names.contains(name)) {
        Map<String, String> value = members();
        if (QueueMessage.isText(value.get("DataType"))) {
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
      switch (json.name()) {
        case "Successful" -> entries(entry -> successful.add(entry.id()));
        case "Failed" -> entries(failed::add);
        default -> json.skip();
      }
    }
    return new BatchAnswer(successful, failed);
  }

  private void entries(Consumer<BatchAnswer.Failure> each) throws IOException {
    boolean array = json.opens('[');
    while (array && json.more(']')) {
      String id = null;
      String code = null;
      String senderFault = null;
      boolean object = json.opens('{');
      while (object && json.more('}')) {
        switch (json.name()) {
          case "Id" -> id = json.text();
          case "Code" -> code = json.text();
          case "SenderFault" -> senderFault = json.text();
          default -> json.skip();
        }
      }
      each.accept(new BatchAnswer.Failure(id, code, Boolean.parseBoolean(senderFault)));
    }
  }

  /**
   * The members of an object that are texts, numbers or truth values; none of what is no object.
   */
  Map<String, String> members() throws IOException {
    Map<String, String> texts = new HashMap<>();
    boolean object = json.opens('{');
    while (object && json.more('}')) {
      texts.put(json.name(), json.text());
    }
    return texts;
  }
}

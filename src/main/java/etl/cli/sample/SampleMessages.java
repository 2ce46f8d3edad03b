package etl.cli.sample;

import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages as the AWS command line prints them: each an object with {@code Body}, one after the
 * other, or in the array {@code Messages} of an object.
 */
final class SampleMessages {
  /** Reads the value of a member; must read all of it. */
  private interface Member {
    void read(String name) throws NotJsonException;
  }

  private static final class Draft {
    private String body;
    private String id;
    private Instant sentAt;
    private boolean wraps;
    private final Map<String, String> attributes = new HashMap<>();
  }

  private final String text;
  private final Instant now;
  private final Samples samples;
  private final JsonScanner scanner;

  // Lines are counted as far as this.
  private int counted;
  private long line = 1;

  SampleMessages(String text, Instant now, Samples samples) {
    this.text = text;
    this.now = now;
    this.samples = samples;
    this.scanner = new JsonScanner(text);
  }

  /** Reads each of them. What is no JSON ends it. */
  void read() {
    try {
      while (scanner.position() < text.length()) {
        value();
      }
    } catch (NotJsonException e) {
      samples.reject(
          lineAt(e.position()), "not valid JSON (RFC 8259), and what follows is not read");
    }
  }

  private void value() throws NotJsonException {
    if (scanner.take('[')) {
      elements();
      return;
    }
    long first = lineAt(scanner.position());
    if (scanner.kind() != JsonKind.OBJECT) {
      scanner.skipValue();
      samples.reject(first, "no message: must be an object with Body");
      return;
    }
    Draft message = new Draft();
    object(name -> member(name, message));
    if (message.body != null) {
      samples.take(first, message(message, first));
    } else if (!message.wraps) {
      samples.reject(first, "no message: it has no Body that is a text");
    }
  }

  private void elements() throws NotJsonException {
    if (!scanner.take(']')) {
      do {
        value();
      } while (scanner.more(']'));
    }
  }

  private void member(String name, Draft message) throws NotJsonException {
    switch (name) {
      case "Body" -> message.body = string();
      case "MessageId" -> message.id = string();
      case "Attributes" -> object(attribute -> systemAttribute(attribute, message));
      case "MessageAttributes" -> object(attribute -> attribute(attribute, message));
      case "Messages" -> {
        message.wraps = scanner.kind() == JsonKind.ARRAY;
        if (scanner.take('[')) {
          elements();
        } else {
          scanner.skipValue();
        }
      }
      default -> scanner.skipValue();
    }
  }

  private void systemAttribute(String name, Draft message) throws NotJsonException {
    String value = string();
    if (value != null && name.equals("MessageGroupId")) {
      message.attributes.put(QueueMessage.GROUP, value);
    } else if (value != null && name.equals("SentTimestamp") && value.matches("\\d{1,15}")) {
      message.sentAt = Instant.ofEpochMilli(Long.parseLong(value));
    }
  }

  private void attribute(String name, Draft message) throws NotJsonException {
    Map<String, String> parts = new HashMap<>();
    object(
        part -> {
          String value = string();
          if (value != null) {
            parts.put(part, value);
          }
        });
    String value = parts.get("StringValue");
    // A binary one is never read.
    if (value != null && QueueMessage.isText(parts.get("DataType"))) {
      message.attributes.put(name, value);
    }
  }

  private QueueMessage message(Draft message, long first) {
    String id = message.id == null ? SampleFile.id(first) : message.id;
    String group = message.attributes.getOrDefault(QueueMessage.GROUP, "");
    return new QueueMessage(
        new Receipt(id, "", group),
        message.body,
        message.sentAt == null ? now : message.sentAt,
        1,
        message.attributes);
  }

  private void object(Member member) throws NotJsonException {
    if (!scanner.take('{')) {
      scanner.skipValue();
    } else if (!scanner.take('}')) {
      do {
        scanner.name();
        member.read(scanner.value());
      } while (scanner.more('}'));
    }
  }

  /** The next value, if it is a string; null for any other. */
  private String string() throws NotJsonException {
    boolean string = scanner.kind() == JsonKind.STRING;
    scanner.skipValue();
    return string ? scanner.value() : null;
  }

  private long lineAt(int position) {
    for (; counted < Math.min(position, text.length()); counted++) {
      if (text.charAt(counted) == '\n') {
        line++;
      }
    }
    return line;
  }
}

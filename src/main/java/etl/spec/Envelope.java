package etl.spec;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.NotJsonException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises bodies that other services have put around an event, or in place of it, so that a
 * rejection can say so. Looks at names and at a few fixed values, goes once over the body, and
 * builds nothing of it.
 */
final class Envelope {
  private static final Set<String> POINTER_CLASSES =
      Set.of(
          "software.amazon.payloadoffloading.PayloadS3Pointer",
          "com.amazon.sqs.javamessaging.MessageS3Pointer");

  /** The names that tell one envelope from another; others are passed over. */
  private static final Set<String> TELLING =
      Set.of(
          "Type", "TopicArn", "Message", "detail-type", "source", "detail", "Records", "Service");

  private final JsonScanner scanner;
  private final Set<String> names = new HashSet<>();
  private String type = "";
  private boolean ofS3;

  private Envelope(String body) {
    this.scanner = new JsonScanner(body);
  }

  /** What to say of a body that lacks an event's fields; empty if it looks like none of these. */
  static Optional<String> describe(String body) {
    try {
      return Optional.ofNullable(new Envelope(body).describe());
    } catch (NotJsonException e) {
      return Optional.empty();
    }
  }

  private String describe() throws NotJsonException {
    if (scanner.take('[')) {
      return scanner.kind() == JsonKind.STRING && POINTER_CLASSES.contains(text())
          ? "a pointer of the SQS extended client: the event itself is in S3"
          : null;
    }
    if (!scanner.take('{') || scanner.take('}')) {
      return null;
    }
    do {
      scanner.name();
      readMember();
    } while (scanner.more('}'));
    if (names.contains("TopicArn") && names.contains("Message")) {
      return type.equals("Notification")
          ? "an SNS notification: turn on raw message delivery for the subscription"
          : "a message of SNS about a subscription";
    } else if (names.contains("detail-type") && names.contains("detail")) {
      return "an EventBridge event: let the rule's target have $.detail only";
    }
    return ofS3 ? "an S3 event notification" : null;
  }

  private void readMember() throws NotJsonException {
    String name = TELLING.stream().filter(scanner::is).findFirst().orElse("");
    names.add(name);
    switch (name) {
      case "Type" -> type = text();
      case "Records" -> ofS3 = readRecords();
      case "Service" -> ofS3 = text().equals("Amazon S3");
      default -> scanner.skipValue();
    }
  }

  /** Whether the first record of an array is one of S3. */
  private boolean readRecords() throws NotJsonException {
    if (scanner.kind() != JsonKind.ARRAY) {
      scanner.skipValue();
      return false;
    }
    scanner.take('[');
    if (scanner.take(']')) {
      return false;
    }
    boolean found = readRecord();
    while (scanner.more(']')) {
      scanner.skipValue();
    }
    return found;
  }

  private boolean readRecord() throws NotJsonException {
    if (scanner.kind() != JsonKind.OBJECT) {
      scanner.skipValue();
      return false;
    }
    scanner.take('{');
    if (scanner.take('}')) {
      return false;
    }
    boolean found = false;
    do {
      scanner.name();
      if (scanner.is("eventSource")) {
        found = text().equals("aws:s3");
      } else {
        scanner.skipValue();
      }
    } while (scanner.more('}'));
    return found;
  }

  /** The string that comes next; empty for a value of another kind. */
  private String text() throws NotJsonException {
    boolean string = scanner.kind() == JsonKind.STRING;
    scanner.skipValue();
    return string ? scanner.value() : "";
  }
}

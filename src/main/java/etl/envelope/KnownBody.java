package etl.envelope;

import etl.json.JsonKind;
import etl.json.JsonScanner;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import java.util.HashSet;
import java.util.Set;

/**
 * Recognises what other services put around an event, or in place of it, so that a rejection can
 * say so. Looks at names and at a few fixed values, goes once over the text, and builds nothing of
 * it.
 */
public final class KnownBody {
  private static final Set<String> POINTER_CLASSES =
      Set.of(
          "software.amazon.payloadoffloading.PayloadS3Pointer",
          "com.amazon.sqs.javamessaging.MessageS3Pointer");

  /** The names that tell one envelope from another; others are passed over. */
  private static final Set<String> TELLING =
      Set.of(
          "Type",
          "TopicArn",
          "Message",
          "detail-type",
          "detail",
          "specversion",
          "data",
          "data_base64",
          "Records",
          "Service");

  private final JsonScanner scanner;
  private final Set<String> names = new HashSet<>();
  private String type = "";
  private boolean ofS3;
  private Envelope envelope;

  private KnownBody(JsonSpan text) {
    this.scanner = text.scanner();
  }

  /**
   * What to say of a text that lacks an event's fields, to stand behind the reason; empty if it
   * looks like none of these.
   *
   * @param called what reasons call it
   * @param known the envelope that it is known to be, of which nothing is said; null for none
   */
  static String remark(String called, JsonSpan text, Envelope known) {
    try {
      KnownBody body = new KnownBody(text);
      String seeming = body.describe();
      return seeming == null || (known != null && known == body.envelope)
          ? ""
          : " (the " + called + " is " + seeming + ")";
    } catch (NotJsonException e) {
      return "";
    }
  }

  /** The same of an event, or of a body that should be one. */
  public static String remark(String called, JsonSpan text) {
    return remark(called, text, null);
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
      if (!type.equals("Notification")) {
        return "a message of SNS about a subscription";
      }
      envelope = Envelope.Known.SNS;
      return "an SNS notification: add \"sns\" to the spec's unwrap, or turn on raw message delivery"
          + " for the subscription";
    } else if (names.contains("detail-type") && names.contains("detail")) {
      envelope = Envelope.Known.EVENTBRIDGE;
      return "an EventBridge event: add \"eventbridge\" to the spec's unwrap, or let the rule's"
          + " target have $.detail only";
    } else if (names.contains("specversion")
        && (names.contains("data") || names.contains("data_base64"))) {
      envelope = Envelope.Known.CLOUDEVENTS;
      return "a CloudEvent: add \"cloudevents\" to the spec's unwrap";
    }
    return ofS3 ? "an S3 event notification, whose events are the elements of /Records" : null;
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

package etl.envelope;

import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
import etl.json.JsonSpan;
import etl.json.NotJsonException;
import java.util.List;
import java.util.Set;

/**
 * Recognises what other services put around an event, or in place of it, so that a rejection can
 * say so. Looks at names and at a few fixed values, and goes once over the text.
 */
public final class KnownBody {
  private static final Set<String> POINTER_CLASSES =
      Set.of(
          "software.amazon.payloadoffloading.PayloadS3Pointer",
          "com.amazon.sqs.javamessaging.MessageS3Pointer");

  private static final FieldNode ROOT = FieldNode.root();
  private static final FieldNode FIRST = ROOT.at(List.of("0"));
  private static final FieldNode TYPE = ROOT.at(List.of("Type"));
  private static final FieldNode TOPIC = ROOT.at(List.of("TopicArn"));
  private static final FieldNode MESSAGE = ROOT.at(List.of("Message"));
  private static final FieldNode DETAIL_TYPE = ROOT.at(List.of("detail-type"));
  private static final FieldNode DETAIL = ROOT.at(List.of("detail"));
  private static final FieldNode VERSION = ROOT.at(List.of("specversion"));
  private static final FieldNode DATA = ROOT.at(List.of("data"));
  private static final FieldNode BASE64 = ROOT.at(List.of("data_base64"));
  private static final FieldNode RECORD_SOURCE = ROOT.at(List.of("Records", "0", "eventSource"));
  private static final FieldNode SERVICE = ROOT.at(List.of("Service"));

  private KnownBody() {}

  /**
   * What to say of a text that lacks an event's fields, to stand behind the reason; empty if it
   * looks like none of these.
   *
   * @param called what reasons call it
   * @param known the envelope that it is known to be, of which nothing is said; null for none
   */
  public static String remark(String called, JsonSpan text, Envelope known) {
    try {
      FieldValues body = FieldValues.of(text, ROOT);
      Envelope seeming = envelope(body);
      String description = seeming == null ? describe(body) : advice(seeming);
      return description.isEmpty() || (known != null && known == seeming)
          ? ""
          : " (the " + called + " is " + description + ")";
    } catch (NotJsonException e) {
      return "";
    }
  }

  /** Null if it looks like none. */
  private static Envelope envelope(FieldValues body) {
    if (isOfSns(body)) {
      return "Notification".equals(body.text(TYPE)) ? Envelope.Known.SNS : null;
    } else if (body.has(DETAIL_TYPE) && body.has(DETAIL)) {
      return Envelope.Known.EVENTBRIDGE;
    }
    boolean event = body.has(VERSION) && (body.has(DATA) || body.has(BASE64));
    return event ? Envelope.Known.CLOUDEVENTS : null;
  }

  private static boolean isOfSns(FieldValues body) {
    return body.has(TOPIC) && body.has(MESSAGE);
  }

  private static String advice(Envelope envelope) {
    if (envelope == Envelope.Known.SNS) {
      return "an SNS notification: add \"sns\" to the spec's unwrap, or turn on raw message"
          + " delivery for the subscription";
    }
    return envelope == Envelope.Known.EVENTBRIDGE
        ? "an EventBridge event: add \"eventbridge\" to the spec's unwrap, or let the rule's"
            + " target have $.detail only"
        : "a CloudEvent: add \"cloudevents\" to the spec's unwrap";
  }

  /** What it is, if it is no envelope; empty if that is not known. */
  private static String describe(FieldValues body) {
    if (isOfSns(body)) {
      return "a message of SNS about a subscription";
    } else if (body.kind(ROOT) == JsonKind.ARRAY) {
      String first = body.text(FIRST);
      return first != null && POINTER_CLASSES.contains(first)
          ? "a pointer of the SQS extended client: the event itself is in S3"
          : "";
    }
    boolean ofS3 =
        "aws:s3".equals(body.text(RECORD_SOURCE)) || "Amazon S3".equals(body.text(SERVICE));
    return ofS3 ? "an S3 event notification, whose events are the elements of /Records" : "";
  }
}

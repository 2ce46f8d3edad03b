package etl.envelope;

import etl.json.JsonPointer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What an event is wrapped in. */
public sealed interface Envelope {
  /** The member of a notification of SNS that holds the attributes of its message, by name. */
  String SNS_ATTRIBUTES = "MessageAttributes";

  /** The member of each attribute that holds its value. */
  String SNS_VALUE = "Value";

  /** Those that have a name of their own. */
  enum Known implements Envelope {
    /** A notification of Amazon SNS, without raw message delivery. */
    SNS(member("Message", Encoding.JSON)),
    /** An event of Amazon EventBridge. */
    EVENTBRIDGE(member("detail", Encoding.NONE)),
    /** A CloudEvent in structured mode. */
    CLOUDEVENTS(member("data", Encoding.NONE), member("data_base64", Encoding.BASE64));

    private final List<Payload> payloads;

    Known(Payload... payloads) {
      this.payloads = List.of(payloads);
    }

    private static Payload member(String name, Encoding encoding) {
      return new Payload(new JsonPointer(List.of(name)), encoding);
    }

    /** The one of this name. */
    public static Optional<Known> of(String written) {
      return Stream.of(values()).filter(known -> known.written().equals(written)).findFirst();
    }

    @Override
    public List<Payload> payloads() {
      return payloads;
    }

    @Override
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Any other document that holds the event.
   *
   * @param pointer where it does
   * @param encoding how the event is written there
   */
  record Payload(JsonPointer pointer, Encoding encoding) implements Envelope {
    public Payload {
      Objects.requireNonNull(pointer, "pointer");
      Objects.requireNonNull(encoding, "encoding");
    }

    @Override
    public List<Payload> payloads() {
      return List.of(this);
    }

    @Override
    public String written() {
      String written = pointer.written();
      return written.isEmpty() ? "\"\"" : written;
    }
  }

  /** How JSON is written within JSON. */
  enum Encoding {
    /** As it is. */
    NONE(""),
    /** As text. */
    JSON("json"),
    /** As the base64 of its UTF-8. */
    BASE64("base64"),
    /** The same, compressed before. */
    BASE64_GZIP("base64+gzip");

    private final String written;

    Encoding(String written) {
      this.written = written;
    }

    /** As a spec writes it; empty for {@link #NONE}. */
    public String written() {
      return written;
    }
  }

  /** Where in it the event may be: in exactly one of these places. */
  List<Payload> payloads();

  /** As reasons name it, and a spec those that are known: {@code sns}, {@code /payload}. */
  String written();
}

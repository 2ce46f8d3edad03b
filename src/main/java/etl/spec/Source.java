package etl.spec;

import java.util.List;
import java.util.Objects;

/**
 * Where a column's value, or what a condition tests, comes from.
 *
 * @param kind the document, or the part of the message
 * @param path the reference tokens of the JSON pointer (RFC 6901) into the document; empty for the
 *     whole document, and where the kind is no document
 * @param attribute the name of the message attribute; empty for other kinds
 */
public record Source(Kind kind, List<String> path, String attribute) {
  /** What a message has to offer. */
  public enum Kind {
    /** The event, or with {@code each} the element. */
    POINTER,
    /** The whole event, whatever {@code each} says. */
    ROOT,
    /** The body as it was sent, with whatever is wrapped around the event. */
    ENVELOPE,
    ATTRIBUTE,
    MESSAGE_ID,
    /** The UTC date on which the message was sent. */
    SENT_DATE,
    /** The moment at which the message was sent. */
    SENT_AT,
    /** The element's place in its array, from 0. */
    ELEMENT,
    GROUP_ID;

    /** Whether it is found by a pointer into JSON. */
    public boolean isDocument() {
      return this == POINTER || this == ROOT || this == ENVELOPE;
    }

    /** Whether a producer chooses the value: anything but what the queue itself adds. */
    public boolean isContent() {
      return isDocument() || this == ATTRIBUTE;
    }
  }

  public Source {
    Objects.requireNonNull(kind, "kind");
    path = List.copyOf(path);
    Objects.requireNonNull(attribute, "attribute");
    if (!path.isEmpty() && !kind.isDocument()) {
      throw new IllegalArgumentException("a pointer leads into a document");
    }
    if ((kind == Kind.ATTRIBUTE) == attribute.isEmpty()) {
      throw new IllegalArgumentException("an attribute has a name, and nothing else has");
    }
  }

  public static Source document(Kind kind, List<String> path) {
    return new Source(kind, path, "");
  }

  public static Source attribute(String name) {
    return new Source(Kind.ATTRIBUTE, List.of(), name);
  }

  /** What the queue itself says of the message. */
  public static Source message(Kind kind) {
    return new Source(kind, List.of(), "");
  }

  /** As reasons name it: {@code ip}, {@code device/id}, {@code attribute region}. */
  public String field() {
    return switch (kind) {
      case POINTER -> String.join("/", path);
      case ROOT -> "root " + String.join("/", path);
      case ENVELOPE -> "envelope " + String.join("/", path);
      case ATTRIBUTE -> "attribute " + attribute;
      default -> "";
    };
  }
}

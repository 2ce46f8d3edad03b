package etl.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A message that cannot become a row.
 *
 * @param messageId the queue's id of the message, or a stand-in for an id that no column can hold
 * @param kind the class of the reason, for counting
 * @param reason names the field and what is wrong with it, never the value
 * @param body the text as it was sent
 * @param attributes as {@link QueueMessage#attributes()}
 * @param leave whether the spec wants it left on the queue in any case
 */
public record RejectedMessage(
    String messageId,
    Kind kind,
    String reason,
    String body,
    Instant sentAt,
    Map<String, String> attributes,
    boolean leave)
    implements ParsedMessage {
  public enum Kind {
    NOT_JSON,
    NOT_AN_OBJECT,
    REPEATED_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    TOO_LONG,
    UNSTORABLE_TEXT,
    UNKNOWN_EVENT,
    /** Valid to the parser, but refused by the database. */
    REFUSED_BY_DATABASE
  }

  public RejectedMessage {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(sentAt, "sentAt");
    attributes = Map.copyOf(attributes);
  }

  /** One of which no attributes are known. */
  public RejectedMessage(String messageId, Kind kind, String reason, String body, Instant sentAt) {
    this(messageId, kind, reason, body, sentAt, Map.of(), false);
  }

  @Override
  public long bytes() {
    return TextSize.of(body);
  }

  /** The reason for {@link Kind#REFUSED_BY_DATABASE}. */
  public static String refusal(StoreException why) {
    String state = "refused by the database (SQLSTATE " + why.sqlState();
    if (!why.constraint().isEmpty()) {
      return state + ", constraint " + why.constraint() + ")";
    }
    return state + ")" + (why.refusal().isEmpty() ? "" : ": " + why.refusal());
  }

  /** The id and the reason, never the body. */
  @Override
  public String toString() {
    return "RejectedMessage[" + messageId + ", " + reason + "]";
  }
}

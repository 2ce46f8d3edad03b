package etl.spec;

import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.json.NotJsonException;
import etl.masking.Pseudonym;
import etl.masking.Pseudonymiser;
import etl.masking.Sha256Pseudonymiser;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Turns a message's body into a masked event, or into a rejection with a reason. Thread-safe.
 *
 * <p>A body that is not strictly one JSON text by RFC 8259 is reported as such, whatever else is
 * wrong with it; of several other problems, one is reported. Fields that no column maps may contain
 * anything and nest to any depth.
 */
public final class EventParser {
  private final Column[] columns;
  private final ColumnRule[] rules;
  private final EventField root;
  private final int fields;
  private final int maskedColumns;
  private final ColumnRule messageIdRule;
  private final Pseudonymiser pseudonymiser;
  private final UtcDates dates = new UtcDates();

  public EventParser(EventSpec spec, Pseudonymiser pseudonymiser) {
    this.columns = spec.columns().toArray(new Column[0]);
    this.rules = new ColumnRule[columns.length];
    for (int i = 0; i < columns.length; i++) {
      rules[i] = new ColumnRule(columns[i]);
    }
    this.root = EventField.root(spec);
    this.fields = root.size();
    this.maskedColumns = spec.maskedColumns().size();
    this.messageIdRule = new ColumnRule(spec.messageId());
    this.pseudonymiser = Objects.requireNonNull(pseudonymiser, "pseudonymiser");
  }

  /**
   * Never throws because of a message's content.
   *
   * @return the event, or the rejection; its reason names a field and never quotes a value
   */
  public ParsedMessage parse(QueueMessage message) {
    Problem problem = messageIdRule.checkValue(message.id(), true);
    if (problem != null) {
      return reject(message, standIn(message.id()), problem);
    }
    EventReader reader = new EventReader(root, fields, rules, message.body());
    try {
      problem = reader.read();
    } catch (NotJsonException e) {
      problem =
          new Problem(
              Kind.NOT_JSON, "not valid JSON (RFC 8259) at character " + (e.position() + 1));
    }
    return problem == null
        ? masked(message, reader.values())
        : reject(message, message.id(), inContext(problem, message.body()));
  }

  /** Says what the body seems to be where nothing of an event is found in it. */
  private static Problem inContext(Problem problem, String body) {
    return switch (problem.kind()) {
      case MISSING_FIELD, NOT_AN_OBJECT ->
          Envelope.describe(body)
              .map(what -> problem.reason() + " (the body is " + what + ")")
              .map(reason -> new Problem(problem.kind(), reason))
              .orElse(problem);
      default -> problem;
    };
  }

  private ParsedMessage masked(QueueMessage message, String[] values) {
    Pseudonym[] pseudonyms = new Pseudonym[maskedColumns];
    int masked = 0;
    for (int i = 0; i < columns.length; i++) {
      switch (columns[i].source()) {
        case MESSAGE_ID -> values[i] = message.id();
        case SENT_DATE -> values[i] = dates.of(message.sentAt());
        case EVENT -> {
          if (columns[i].masked()) {
            if (values[i] != null) {
              pseudonyms[masked] = pseudonymiser.mask(values[i]);
              values[i] = pseudonyms[masked].masked();
            }
            masked++;
          }
        }
      }
    }
    // Not List.of: absent values are null.
    List<String> row = Arrays.asList(values);
    return new MaskedEvent(message.id(), message.sentAt(), row, Arrays.asList(pseudonyms));
  }

  private static RejectedMessage reject(QueueMessage message, String id, Problem problem) {
    return new RejectedMessage(
        id, problem.kind(), problem.reason(), message.body(), message.sentAt());
  }

  /**
   * The stand-in for an id that the database cannot store: the same for each delivery, and
   * different for each id.
   */
  private static String standIn(String id) {
    StringBuilder characters = new StringBuilder();
    for (char c : id.toCharArray()) {
      characters.append((int) c).append(' ');
    }
    return "unstorable:" + new Sha256Pseudonymiser().mask(characters.toString()).masked();
  }
}

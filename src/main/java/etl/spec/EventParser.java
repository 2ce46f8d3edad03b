package etl.spec;

import etl.envelope.KnownBody;
import etl.envelope.NotWrappedException;
import etl.envelope.Opened;
import etl.envelope.Unwrapper;
import etl.event.DiscardedMessage;
import etl.event.MaskedEvent;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.RejectedMessage;
import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.json.NotJsonException;
import etl.masking.Protection;
import etl.masking.Pseudonymiser;
import etl.value.Misfit;
import etl.value.ValueReader;
import etl.value.ValueReaders;
import java.util.Objects;

/**
 * Turns a message's body into a masked event, or into a rejection with a reason. Thread-safe.
 *
 * <p>A body that is not strictly one JSON text by RFC 8259 is reported as such, whatever else is
 * wrong with it; of several other problems, one is reported. Fields that no column maps may contain
 * anything and nest to any depth.
 */
public final class EventParser {
  /** What the rejected messages can hold of an id, in characters. */
  private static final int LONGEST_ID = 128;

  private final EventSpec spec;
  private final Unwrapper unwrapper;
  private final EventRouter router;
  private final RowMaker[] rowMakers;
  private final ValueReader ids;

  public EventParser(EventSpec spec, Pseudonymiser pseudonymiser) {
    Objects.requireNonNull(pseudonymiser, "pseudonymiser");
    this.spec = spec;
    this.unwrapper = new Unwrapper(spec.unwrap(), spec.eventAttributes());
    this.router = new EventRouter(spec);
    this.rowMakers = new RowMaker[spec.events().size()];
    int longestId = LONGEST_ID;
    boolean wrapped = !spec.unwrap().isEmpty();
    for (int i = 0; i < rowMakers.length; i++) {
      EventKind kind = spec.events().get(i);
      rowMakers[i] = kind.discards() ? null : new RowMaker(kind, wrapped, pseudonymiser);
      int length = kind.discards() ? 0 : kind.messageId().type().length();
      longestId = length > 0 ? Math.min(longestId, length) : longestId;
    }
    this.ids = ValueReaders.text(longestId);
  }

  /** Whether the spec has an event that it discards. */
  public boolean discards() {
    return !spec.discarded().isEmpty();
  }

  /**
   * Never throws because of a message's content.
   *
   * @return the event, or the rejection; its reason names a field and never quotes a value
   */
  public ParsedMessage parse(QueueMessage message) {
    String id = message.id();
    try {
      ids.read(JsonKind.STRING, id, true);
      return parseBody(message);
    } catch (Misfit misfit) {
      return reject(message, standIn(id), Problem.of("message_id", misfit), false);
    } catch (NotJsonException e) {
      return reject(message, id, new Problem(Kind.NOT_JSON, e.reason()), false);
    }
  }

  private ParsedMessage parseBody(QueueMessage message) throws NotJsonException {
    try (Opened opened = unwrapper.open(message.body(), message.attributes())) {
      try {
        return parseEvent(message, opened);
      } catch (NotJsonException e) {
        throw opened.notJson(e);
      }
    } catch (NotWrappedException e) {
      return reject(message, message.id(), new Problem(e.kind(), e.getMessage()), false);
    }
  }

  private ParsedMessage parseEvent(QueueMessage message, Opened opened) throws NotJsonException {
    EventRouter.Route route = router.route(opened);
    if (route.problem() != null) {
      return reject(message, message.id(), route.problem(), false);
    } else if (route.kind() != EventRouter.NONE) {
      return parseKind(message, opened, route.kind());
    }
    boolean leave = spec.otherwise() == EventSpec.Otherwise.LEAVE;
    Problem problem = new Problem(Kind.UNKNOWN_EVENT, "no event of the spec fits");
    return reject(message, message.id(), inContext(problem, opened), leave);
  }

  private ParsedMessage parseKind(QueueMessage message, Opened opened, int index)
      throws NotJsonException {
    EventKind kind = spec.events().get(index);
    if (kind.discards()) {
      // Nothing of it is stored, but it must be what it claims to be.
      return new DiscardedMessage(message.id(), message.sentAt(), kind.name());
    }
    RowMaker.Made made = rowMakers[index].make(message, opened);
    if (made.problem() == null) {
      return new MaskedEvent(message.id(), message.sentAt(), index, made.rows());
    }
    Problem problem = inContext(made.problem(), opened);
    return reject(message, message.id(), ofEvent(kind, problem), false);
  }

  private Problem ofEvent(EventKind kind, Problem problem) {
    return spec.events().size() == 1
        ? problem
        : new Problem(problem.kind(), "event " + kind.name() + ": " + problem.reason());
  }

  /** Says what the event seems to be where nothing of one is found in it. */
  private Problem inContext(Problem problem, Opened opened) {
    return switch (problem.kind()) {
      case MISSING_FIELD, NOT_AN_OBJECT, UNKNOWN_EVENT ->
          new Problem(
              problem.kind(),
              problem.reason()
                  + KnownBody.remark(
                      spec.unwrap().isEmpty() ? "body" : "event", opened.event(), null));
      default -> problem;
    };
  }

  private static RejectedMessage reject(
      QueueMessage message, String id, Problem problem, boolean leave) {
    return new RejectedMessage(
        id,
        problem.kind(),
        problem.reason(),
        message.body(),
        message.sentAt(),
        message.attributes(),
        leave);
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
    return "unstorable:" + Protection.plain().mask(characters.toString()).masked();
  }
}

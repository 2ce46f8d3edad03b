package etl.spec;

import etl.envelope.Envelope;
import etl.event.QueueMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the messages of a queue become. It is data, read from a file; the parser, the writer, the
 * schema, recovery and the counts all go by it.
 *
 * @param unwrap what each event is wrapped in, the outermost first; none where it is the body
 * @param events the kinds of events, tried in this order; at least one
 * @param otherwise what becomes of messages that are none of these
 * @param shipped whether it is the built-in one
 */
public record EventSpec(
    String name,
    List<Envelope> unwrap,
    List<EventKind> events,
    Otherwise otherwise,
    boolean shipped) {
  /** What becomes of messages that are no event of the spec. */
  public enum Otherwise {
    REJECT,
    LEAVE
  }

  public EventSpec {
    Objects.requireNonNull(name, "name");
    unwrap = List.copyOf(unwrap);
    events = List.copyOf(events);
    Objects.requireNonNull(otherwise, "otherwise");
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a spec has at least one event");
    }
  }

  public List<TableSpec> tables() {
    return TableSpec.of(events);
  }

  public List<String> discarded() {
    return events.stream().filter(EventKind::discards).map(EventKind::name).toList();
  }

  /** Whether each message becomes one row of the only table, so that a row alone says it all. */
  public boolean isFlat() {
    return events.size() == 1 && !events.get(0).unfolds();
  }

  /** What it reads of a message in the queue, as {@link QueueMessage#attributes()} names it. */
  public Set<String> attributes() {
    Set<String> names = eventAttributes();
    if (unwrap.contains(Envelope.Known.SNS)) {
      // Those of the event are in the body.
      names.retainAll(Set.of(QueueMessage.GROUP));
    }
    return names;
  }

  /** The names of the attributes that it reads, be they the queue's or in an envelope. */
  Set<String> eventAttributes() {
    Set<String> names = new LinkedHashSet<>();
    for (EventKind event : events) {
      if (event.partition() != null) {
        names.add(QueueMessage.SENT);
      }
      event.when().forEach(condition -> names.add(condition.source().attribute()));
      for (Column column : event.columns()) {
        names.add(
            column.is(Source.Kind.GROUP_ID) ? QueueMessage.GROUP : column.source().attribute());
      }
    }
    names.remove("");
    return names;
  }
}

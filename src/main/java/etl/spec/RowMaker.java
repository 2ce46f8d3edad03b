package etl.spec;

import etl.envelope.Opened;
import etl.event.MaskedRow;
import etl.event.QueueMessage;
import etl.event.RejectedMessage.Kind;
import etl.json.JsonKind;
import etl.json.NotJsonException;
import etl.masking.Pseudonym;
import etl.masking.Pseudonymiser;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the rows of messages of one kind of event. Thread-safe. */
final class RowMaker {
  /** The most bytes that the rows of one message may take. */
  static final long MOST_BYTES = 64L << 20;

  /** A message's rows, or the problem with it; the other one is null. */
  record Made(List<MaskedRow> rows, Problem problem) {}

  private record Day(long epochDay, String text) {}

  private static final int SECONDS_OF_DAY = 86_400;

  private final KindRules rules;
  private final Pseudonymiser pseudonymiser;
  private final int[] masked;

  // Most messages are of one day. Without a lock: a thread that sees another's day replaces it.
  private Day lastDay = new Day(0, LocalDate.EPOCH.toString());

  RowMaker(EventKind kind, boolean wrapped, Pseudonymiser pseudonymiser) {
    this.rules = KindRules.of(kind, wrapped);
    this.pseudonymiser = pseudonymiser;
    this.masked = IntStream.range(0, rules.size()).filter(i -> rules.column(i).masked()).toArray();
  }

  Made make(QueueMessage message, Opened opened) throws NotJsonException {
    EventReader reader = new EventReader(rules, opened);
    Problem problem = reader.read();
    if (problem != null) {
      return new Made(null, problem);
    }
    String[] event = reader.values();
    Problem.First problems = new Problem.First();
    addMessage(event, message, opened.attributes(), problems);
    if (problems.found() != null) {
      return new Made(null, problems.found());
    }
    Pseudonym[] pseudonyms = new Pseudonym[masked.length];
    mask(event, pseudonyms, event);
    if (rules.array() == null) {
      return new Made(List.of(row(event, pseudonyms)), null);
    }
    return unfolded(reader.elements(), event, pseudonyms);
  }

  /** Adds what is not read from the body. */
  private void addMessage(
      String[] values,
      QueueMessage message,
      Map<String, String> attributes,
      Problem.First problems) {
    for (int i = 0; i < values.length; i++) {
      Source source = rules.column(i).source();
      switch (source.kind()) {
        case MESSAGE_ID -> values[i] = message.id();
        case SENT_DATE -> values[i] = date(message.sentAt());
        case SENT_AT -> values[i] = message.sentAt().toString();
        case ATTRIBUTE -> values[i] = attribute(i, source.attribute(), attributes, problems);
        case GROUP_ID ->
            values[i] = attribute(i, QueueMessage.GROUP, message.attributes(), problems);
        case ELEMENT, POINTER, ROOT, ENVELOPE -> {
          // An element's place is told by the element.
        }
      }
    }
  }

  /** The UTC date: {@code 2026-11-23}. */
  private String date(Instant sentAt) {
    long epochDay = Math.floorDiv(sentAt.getEpochSecond(), SECONDS_OF_DAY);
    Day day = lastDay;
    if (day.epochDay() != epochDay) {
      day = new Day(epochDay, LocalDate.ofEpochDay(epochDay).toString());
      lastDay = day;
    }
    return day.text();
  }

  private String attribute(
      int column, String name, Map<String, String> attributes, Problem.First problems) {
    String value = attributes.get(name);
    if (value == null) {
      problems.report(rules.rule(column).checkMissing());
      return null;
    }
    return rules.rule(column).accept(JsonKind.STRING, value, true, problems);
  }

  /** Masks those originals that have to be; the masks go to the values. */
  private void mask(String[] originals, Pseudonym[] pseudonyms, String[] values) {
    for (int i = 0; i < masked.length; i++) {
      String original = originals[masked[i]];
      if (original != null) {
        Pseudonym pseudonym = pseudonymiser.mask(original);
        pseudonyms[i] = pseudonym;
        values[masked[i]] =
            rules.column(masked[i]).mask() == Mask.EMAIL
                ? pseudonym.masked() + ColumnRule.domain(original)
                : pseudonym.masked();
      }
    }
  }

  private static MaskedRow row(String[] values, Pseudonym[] pseudonyms) {
    // Not List.of: absent values are null.
    return new MaskedRow(Arrays.asList(values), Arrays.asList(pseudonyms));
  }

  /** Rows of which each has its element's values, and shares those of the event with all others. */
  private Made unfolded(List<String[]> elements, String[] event, Pseudonym[] ofEvent) {
    List<MaskedRow> rows = new ArrayList<>(elements.size());
    long bytes = 0;
    for (int index = 0; index < elements.size(); index++) {
      String[] values = elements.get(index);
      Pseudonym[] pseudonyms = ofEvent.clone();
      mask(values, pseudonyms, values);
      for (int i = 0; i < values.length; i++) {
        if (rules.column(i).is(Source.Kind.ELEMENT)) {
          values[i] = Integer.toString(index);
        } else if (!rules.isOfElement(i)) {
          values[i] = event[i];
        }
      }
      MaskedRow row = row(values, pseudonyms);
      bytes += row.bytes();
      if (bytes > MOST_BYTES) {
        String reason =
            rules.element(index) + ": the rows take more than " + (MOST_BYTES >> 20) + " MiB";
        return new Made(null, new Problem(Kind.TOO_LONG, reason));
      }
      rows.add(row);
    }
    return new Made(List.copyOf(rows), null);
  }
}

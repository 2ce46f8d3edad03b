package etl.spec.draft;

import static org.assertj.core.api.Assertions.assertThat;

import etl.event.MaskedEvent;
import etl.event.MaskedRow;
import etl.event.ParsedMessage;
import etl.event.QueueMessage;
import etl.event.Receipt;
import etl.masking.Protection;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.Specs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A draft, and the events that it makes of its own samples. */
public record Drafted(SpecDrafter.Draft draft, EventSpec spec, List<ParsedMessage> events) {
  /** Of samples that all must become events. */
  public static Drafted of(List<String> bodies) {
    SpecDrafter drafter = new SpecDrafter();
    bodies.forEach(body -> assertThat(drafter.add(body, Map.of())).isEmpty());
    SpecDrafter.Draft draft = drafter.draft("events");
    EventSpec spec = Specs.of(draft.text());
    EventParser parser = new EventParser(spec, Protection.plain());
    List<ParsedMessage> events = new ArrayList<>();
    for (String body : bodies) {
      ParsedMessage parsed =
          parser.parse(
              new QueueMessage(new Receipt("id-" + events.size(), "", ""), body, Instant.EPOCH, 1));
      assertThat(parsed).as(draft.text()).isInstanceOf(MaskedEvent.class);
      events.add(parsed);
    }
    return new Drafted(draft, spec, events);
  }

  public List<MaskedRow> rows() {
    return events.stream().flatMap(event -> ((MaskedEvent) event).rows().stream()).toList();
  }

  /** Of bodies in single quotes. */
  static Drafted of(String... bodies) {
    return of(List.of(bodies).stream().map(body -> body.replace('\'', '"')).toList());
  }

  /** The line of the column that shows this place, without its beginning and its end. */
  String column(String pointer) {
    String marker = "\"pointer\": \"" + pointer + "\", ";
    return draft
        .text()
        .lines()
        .filter(line -> line.contains(marker))
        .map(line -> line.substring(line.indexOf(marker) + marker.length()))
        .map(line -> line.substring(0, line.lastIndexOf('}')))
        .findFirst()
        .orElse("none");
  }

  /** All that is stored, and all that is said. */
  String shown() {
    StringBuilder shown = new StringBuilder(draft.text());
    draft.proposals().forEach(line -> shown.append(line).append('\n'));
    rows().forEach(row -> shown.append(row.values()).append('\n'));
    return shown.toString();
  }
}

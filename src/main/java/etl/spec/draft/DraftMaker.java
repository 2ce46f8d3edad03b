package etl.spec.draft;

import etl.json.JsonLine;
import etl.spec.draft.KindFinder.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a draft of samples: of one kind of event, or of several that a field tells apart. */
final class DraftMaker {
  private final List<Sample> bodies;
  private final EnvelopeFinder.Found found;
  private final Shape saying;
  private final List<String> proposals = new ArrayList<>();

  /**
   * @param bodies at least one
   */
  DraftMaker(List<Sample> bodies) {
    this.bodies = bodies;
    this.found = EnvelopeFinder.of(bodies);
    this.saying =
        found.saying().isEmpty() ? null : EnvelopeFinder.shape(bodies).only(found.saying());
  }

  SpecDraft make(String table) {
    String unwrap = unwrap();
    List<Kind> kinds = KindFinder.of(bodies, found);
    if (kinds.isEmpty()) {
      EventDraft event =
          new EventMaker(proposals::add).make(null, null, table, found.events(), saying);
      return new SpecDraft("{\n" + unwrap + event.members("  ") + "\n}\n", proposals);
    }
    proposals.add("the event: " + kinds.size() + " kinds, told apart by " + kinds.get(0).place());
    ColumnNames tables = new ColumnNames();
    List<String> events = new ArrayList<>();
    for (Kind kind : kinds) {
      String where = "event " + (events.size() + 1) + ": ";
      EventDraft event =
          new EventMaker(line -> proposals.add(where + line))
              .make(
                  kind.name(),
                  kind.test(),
                  tables.of(List.of(table, kind.name()), table),
                  kind.events(),
                  saying);
      events.add("    {\n" + event.members("      ") + "\n    }");
    }
    String text =
        "{\n  \"name\": "
            + JsonLine.text(table)
            + ",\n"
            + unwrap
            + "  \"events\": [\n"
            + String.join(",\n", events)
            + "\n  ]\n}\n";
    return new SpecDraft(text, proposals);
  }

  /** The member of the spec; empty for none. */
  private String unwrap() {
    if (found.envelopes().isEmpty()) {
      return "";
    }
    String envelopes =
        found.envelopes().stream()
            .map(envelope -> JsonLine.text(envelope.written()))
            .collect(Collectors.joining(", ", "[", "]"));
    proposals.add("the body: unwrap " + envelopes + ", as every sample is such an envelope");
    return "  \"unwrap\": " + envelopes + ",\n";
  }
}

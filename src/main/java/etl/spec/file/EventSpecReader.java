package etl.spec.file;

import etl.envelope.Envelope;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.EventSpec.Otherwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a spec from the text of its file. */
final class EventSpecReader {
  private EventSpecReader() {}

  /** Reads it, or tells everything that is wrong with it. */
  static EventSpec read(String text) {
    List<String> problems = new ArrayList<>();
    Optional<EventSpec> spec =
        Node.of(JsonText.read(text), "", problems).map(EventSpecReader::spec);
    return spec.orElseThrow(() -> new SpecException(problems));
  }

  /** Null where something is wrong with it. */
  private static EventSpec spec(Node spec) {
    if (!spec.has("events") && (spec.has("table") || spec.has("columns"))) {
      KindDraft only = KindReader.ofShortForm(spec);
      List<Envelope> unwrap = UnwrapReader.read(spec);
      only.checkClear(unwrap);
      return made(spec, only.table(), unwrap, List.of(only), Otherwise.REJECT);
    }
    String name = spec.text("name", "\"shop\"");
    KindReader.checkName(spec, name);
    spec.checkKeys(Keys.SPEC);
    List<Envelope> unwrap = UnwrapReader.read(spec);
    List<KindDraft> kinds = kinds(spec);
    kinds.forEach(kind -> kind.checkClear(unwrap));
    checkOrder(spec, kinds);
    SharedTables.check(kinds);
    List<Otherwise> known = List.of(Otherwise.values());
    Otherwise otherwise = spec.oneOf("otherwise", "reject", known, Otherwise.REJECT);
    return made(spec, name, unwrap, kinds, otherwise);
  }

  private static EventSpec made(
      Node spec, String name, List<Envelope> unwrap, List<KindDraft> kinds, Otherwise otherwise) {
    if (!spec.problems().isEmpty()) {
      return null;
    }
    List<EventKind> events = kinds.stream().map(KindDraft::kind).toList();
    return new EventSpec(name, unwrap, events, otherwise, false);
  }

  private static List<KindDraft> kinds(Node spec) {
    List<KindDraft> kinds = new ArrayList<>();
    List<Json> events = spec.array("events");
    if (!spec.has("events")) {
      spec.report("needs events, or for a single one table and columns");
    } else if (spec.get("events") instanceof Json.Array && events.isEmpty()) {
      spec.report("events is an empty array, write at least one event");
    }
    for (int i = 0; i < events.size(); i++) {
      KindReader.read(events.get(i), i + 1, spec.problems()).ifPresent(kinds::add);
    }
    return kinds;
  }

  private static void checkOrder(Node spec, List<KindDraft> kinds) {
    spec.checkDistinct("event", kinds.stream().map(KindDraft::name));
    for (KindDraft kind : kinds) {
      if (kind.fitsAll() && kind != kinds.get(kinds.size() - 1)) {
        kind.node()
            .report(
                "has no when and fits every message, so that no event after it is ever tried,"
                    + " put it last or add when");
      }
    }
  }
}

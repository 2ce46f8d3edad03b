package etl.spec.file;

import etl.envelope.Envelope;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.EventSpec.Otherwise;
import java.util.ArrayList;
import java.util.List;

/** Reads a spec from the text of its file. */
final class EventSpecReader {
  private final List<String> problems = new ArrayList<>();

  private EventSpecReader() {}

  /**
   * Reads it.
   *
   * @throws SpecException with everything that is wrong with it
   */
  static EventSpec read(String text) {
    EventSpecReader reader = new EventSpecReader();
    EventSpec spec =
        Node.of(JsonText.read(text), "", reader.problems).map(reader::spec).orElse(null);
    if (!reader.problems.isEmpty()) {
      throw new SpecException(reader.problems);
    }
    return spec;
  }

  private EventSpec spec(Node spec) {
    if (!spec.has("events") && (spec.has("table") || spec.has("columns"))) {
      KindDraft only = KindReader.ofShortForm(spec);
      List<Envelope> unwrap = UnwrapReader.read(spec);
      only.checkClear(unwrap);
      return made(only.table(), unwrap, List.of(only), Otherwise.REJECT);
    }
    String name = spec.text("name", "\"shop\"");
    KindReader.checkName(spec, name);
    spec.checkKeys(Keys.SPEC);
    List<Envelope> unwrap = UnwrapReader.read(spec);
    List<KindDraft> kinds = kinds(spec);
    kinds.forEach(kind -> kind.checkClear(unwrap));
    checkOrder(spec, kinds);
    SharedTables.check(kinds);
    return made(
        name,
        unwrap,
        kinds,
        spec.oneOf("otherwise", "reject", List.of(Otherwise.values()), Otherwise.REJECT));
  }

  private EventSpec made(
      String name, List<Envelope> unwrap, List<KindDraft> kinds, Otherwise otherwise) {
    if (!problems.isEmpty()) {
      return null;
    }
    List<EventKind> events = kinds.stream().map(KindDraft::kind).toList();
    return new EventSpec(name, unwrap, events, otherwise, false);
  }

  private List<KindDraft> kinds(Node spec) {
    Json events = spec.get("events");
    List<KindDraft> kinds = new ArrayList<>();
    if (events == null) {
      spec.report("needs events, or for a single one table and columns");
    } else if (!(events instanceof Json.Array array)) {
      spec.report("events must be an array, not %s", events.called());
    } else if (array.elements().isEmpty()) {
      spec.report("events is an empty array, write at least one event");
    } else {
      for (int i = 0; i < array.elements().size(); i++) {
        KindReader.read(array.elements().get(i), i + 1, problems).ifPresent(kinds::add);
      }
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

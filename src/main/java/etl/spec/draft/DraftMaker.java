package etl.spec.draft;

import etl.json.TextMap;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes a draft of samples: one event, or several that a field tells apart. */
final class DraftMaker {
  private static final ColumnType ID = ColumnType.varchar(128);

  private final List<Sample> samples;
  private final List<String> proposals = new ArrayList<>();

  DraftMaker(List<Sample> samples) {
    this.samples = samples;
  }

  SpecDraft make(String table) {
    EventDraft event = event(null, null, table, samples, proposals::add);
    return new SpecDraft("{\n" + event.members("  ") + "\n}\n", proposals);
  }

  private static EventDraft event(
      String name, String when, String table, List<Sample> samples, Consumer<String> proposals) {
    Shape whole = new Shape();
    Shape attributes = new Shape();
    for (Sample sample : samples) {
      ShapeReader.read(sample.body(), whole, 0);
      addAttributes(sample, attributes);
    }
    List<String> each = Unfolding.of(whole);
    ColumnNames names = new ColumnNames().reserve("message_id").reserve("day");
    List<ColumnDraft> columns = new ArrayList<>();
    if (each == null) {
      columns.addAll(new ColumnFinder("pointer", names, proposals).find(whole, List.of(), null));
    } else {
      names.reserve("position");
      proposals.accept(pointer(each) + ": each of its elements becomes a row");
      Shape array = each.isEmpty() ? whole : whole.members().get(each.get(0));
      columns.addAll(
          new ColumnFinder("pointer", names, proposals).find(array.elements(), each, null));
      columns.addAll(new ColumnFinder("root", names, proposals).find(whole, List.of(), each));
    }
    columns.addAll(
        new ColumnFinder("attribute", names, proposals).find(attributes, List.of(), null));
    if (each != null) {
      columns.add(ColumnDraft.message("position", "element", ColumnType.of(Base.INTEGER)));
    }
    columns.add(ColumnDraft.message("day", "sent_date", ColumnType.of(Base.DATE)));
    columns.add(ColumnDraft.message("message_id", "message_id", ID));
    return new EventDraft(name, when, each == null ? null : Pointers.of(each), table, columns);
  }

  private static String pointer(List<String> each) {
    return each.isEmpty() ? "the event" : Pointers.of(each);
  }

  private static void addAttributes(Sample sample, Shape shape) {
    byte[] object = TextMap.bytes(sample.attributes());
    ShapeReader.read(new String(object, StandardCharsets.UTF_8), shape, 0);
  }
}

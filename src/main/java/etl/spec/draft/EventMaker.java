package etl.spec.draft;

import etl.json.JsonPointer;
import etl.json.TextMap;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes one event of its samples. */
final class EventMaker {
  private static final ColumnType ID = ColumnType.varchar(128);

  private final Consumer<String> proposals;
  private final ColumnNames names = new ColumnNames().reserve("message_id").reserve("day");
  private final List<ColumnDraft> columns = new ArrayList<>();

  /**
   * @param proposals told of each proposal that is no plain column
   */
  EventMaker(Consumer<String> proposals) {
    this.proposals = proposals;
  }

  /**
   * The event.
   *
   * @param name its name; null in the short form
   * @param when its test; null for none
   * @param saying what of the envelope around it is worth a column; null for nothing
   */
  EventDraft make(String name, String when, String table, List<Sample> samples, Shape saying) {
    Shape whole = EnvelopeFinder.shape(samples);
    List<String> each = Unfolding.of(whole);
    if (each == null) {
      columns.addAll(finder("pointer").find(whole, List.of(), null));
    } else {
      names.reserve("position");
      proposals.accept(
          (each.isEmpty() ? "the event" : new JsonPointer(each).written())
              + ": each of its elements becomes a row");
      Shape array = each.isEmpty() ? whole : whole.members().get(each.get(0));
      columns.addAll(finder("pointer").find(array.elements(), each, null));
      columns.addAll(finder("root").find(whole, List.of(), each));
      columns.add(ColumnDraft.message("position", "element", ColumnType.of(Base.INTEGER)));
    }
    columns.addAll(finder("attribute").find(attributes(samples), List.of(), null));
    if (saying != null) {
      columns.addAll(
          new ColumnFinder("envelope", List.of("event"), names, proposals)
              .find(saying, List.of(), null));
    }
    columns.add(ColumnDraft.message("day", "sent_date", ColumnType.of(Base.DATE)));
    columns.add(ColumnDraft.message("message_id", "message_id", ID));
    return new EventDraft(
        name, when, each == null ? null : new JsonPointer(each).written(), table, columns);
  }

  private ColumnFinder finder(String source) {
    return new ColumnFinder(source, List.of(), names, proposals);
  }

  private static Shape attributes(List<Sample> samples) {
    Shape shape = new Shape();
    for (Sample sample : samples) {
      byte[] object = TextMap.bytes(sample.attributes());
      ShapeReader.read(new String(object, StandardCharsets.UTF_8), shape, 0);
    }
    return shape;
  }
}

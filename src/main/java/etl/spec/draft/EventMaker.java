package etl.spec.draft;

import etl.json.JsonLine;
import etl.json.JsonPointer;
import etl.json.TextMap;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.EventKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes one event of its samples. */
final class EventMaker {
  private static final ColumnType ID = ColumnType.varchar(128);

  /** What arrays of events are called. */
  private static final Set<String> BATCH =
      Set.of(
          "records", "events", "entries", "messages", "batch", "rows", "notifications", "changes");

  private final Consumer<String> proposals;
  private final ColumnNames names = new ColumnNames().reserve("message_id").reserve("day");
  private final List<String> columns = new ArrayList<>();

  EventMaker(Consumer<String> proposals) {
    this.proposals = proposals;
  }

  /**
   * The members of the event's object as a spec writes them, a column a line.
   *
   * @param name its name; null in the short form
   * @param when its test; null for none
   * @param saying what of the envelope around it is worth a column; null for nothing
   * @param indent what stands before each line
   */
  String make(
      String name, String when, String table, List<Sample> samples, Shape saying, String indent) {
    Shape whole = EnvelopeFinder.shape(samples);
    List<String> each = each(whole);
    if (each == null) {
      columns.addAll(finder("pointer").find(whole, List.of(), null));
    } else {
      names.reserve("position");
      proposals.accept(
          (each.isEmpty() ? "the event" : written(each)) + ": each of its elements becomes a row");
      Shape array = each.isEmpty() ? whole : whole.members().get(each.get(0));
      columns.addAll(finder("pointer").find(array.elements(), each, null));
      columns.addAll(finder("root").find(whole, List.of(), each));
      addMessage("position", "element", ColumnType.of(Base.INTEGER));
    }
    columns.addAll(finder("attribute").find(attributes(samples), List.of(), null));
    if (saying != null) {
      columns.addAll(
          new ColumnFinder("envelope", List.of("event"), names, proposals)
              .find(saying, List.of(), null));
    }
    addMessage("day", "sent_date", ColumnType.of(Base.DATE));
    addMessage("message_id", "message_id", ID);
    return member(indent, "name", name == null ? null : JsonLine.text(name))
        + member(indent, "when", when)
        + member(indent, "each", each == null ? null : JsonLine.text(written(each)))
        + member(indent, "table", JsonLine.text(table))
        + "%s\"columns\": [\n%s  ".formatted(indent, indent)
        + String.join(",\n" + indent + "  ", columns)
        + "\n%s]".formatted(indent);
  }

  private void addMessage(String name, String part, ColumnType type) {
    columns.add(ColumnFinder.column(name, "message", part, type, ""));
  }

  /** A line; empty where there is no value. */
  private static String member(String indent, String name, String json) {
    return json == null ? "" : "%s\"%s\": %s,\n".formatted(indent, name, json);
  }

  private static String written(List<String> path) {
    return new JsonPointer(path).written();
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

  /** The path of the array whose elements are the events; null if each sample is one event. */
  private static List<String> each(Shape whole) {
    if (whole.isArrayOfObjects() && whole.longest() <= EventKind.MOST_ELEMENTS) {
      return List.of();
    }
    List<String> found = null;
    for (Map.Entry<String, Shape> member : whole.members().entrySet()) {
      Shape shape = member.getValue();
      boolean always =
          shape.filled() == whole.objects()
              && shape.isArrayOfObjects()
              && shape.longest() <= EventKind.MOST_ELEMENTS;
      if (always && !shape.isRepeated() && !PersonalValues.isInPlaceOfKey(member.getKey())) {
        if (found != null) {
          return null;
        }
        found = List.of(member.getKey());
      }
    }
    boolean only = whole.members().size() == 1;
    return found != null && (only || isBatch(found.get(0))) ? found : null;
  }

  private static boolean isBatch(String name) {
    List<String> words = Vocabulary.words(name);
    return !words.isEmpty() && BATCH.containsAll(words);
  }
}

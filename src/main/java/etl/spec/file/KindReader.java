package etl.spec.file;

import etl.json.JsonPointer;
import etl.spec.ColumnType;
import etl.spec.Condition;
import etl.spec.Mask;
import etl.spec.PartitionPeriod;
import etl.spec.Source;
import etl.spec.file.KindDraft.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one event with its columns. */
final class KindReader {
  /** PostgreSQL's, of a table. */
  static final int MOST_COLUMNS = 1600;

  private static final String MESSAGE_ID =
      "{\"name\": \"message_id\", \"message\": \"message_id\", \"type\": \"varchar\", \"length\":"
          + " 128}";
  private static final String ELEMENT =
      "{\"name\": \"position\", \"message\": \"element\", \"type\": \"integer\"}";
  private static final String SENT_DATE =
      "{\"name\": \"day\", \"message\": \"sent_date\", \"type\": \"date\"}";

  private static final int LONGEST_NAME = 63;

  private KindReader() {}

  static Optional<KindDraft> read(Node spec, Json json, int position) {
    return spec.inside(json, "event " + position + ": ").map(KindReader::ofLongForm);
  }

  private static KindDraft ofLongForm(Node found) {
    String name = found.text("name", "\"order\"");
    Node event = name == null ? found : found.named("event " + Words.plain(name) + ": ");
    checkName(event, name);
    event.checkKeys(Keys.EVENT);
    List<Condition> when = ConditionReader.read(event);
    boolean fitsAll = !event.has("when") && !event.hasLike("when", Keys.EVENT);
    if (event.flag("discard", false)) {
      for (String key : event.of(List.of("table", "columns", "each", "partition"))) {
        event.report("discards its messages and stores nothing, leave %s out", key);
      }
      return new KindDraft(event, name, fitsAll, when, null, null, List.of(), null);
    }
    return stored(event, name, fitsAll, when);
  }

  /** Reads the only event of a spec: the spec's object is the event's. */
  static KindDraft ofShortForm(Node spec) {
    String table = spec.text("table", "\"orders\"");
    Node event = table == null ? spec : spec.named("event " + Words.plain(table) + ": ");
    spec.checkKeys(Keys.SHORT);
    String longForm =
        ", or write the long form: {\"name\": ..., \"events\": [{\"name\": ..., \"table\": ...}]}";
    spec.refuse("when", "is not in the short form, whose event fits every message" + longForm);
    spec.refuse("otherwise", "is not in the short form, whose event fits every message");
    spec.refuse("discard", "is not in the short form, which would store nothing");
    if (spec.has("name") && table != null && !table.equals(spec.text("name", "\"shop\""))) {
      spec.report("the short form has its table's name, leave name out" + longForm);
    }
    return stored(event, table, true, List.of());
  }

  static void checkName(Node node, String name) {
    if (!node.has("name")) {
      node.report("needs a name");
    } else if (name != null
        && (name.isBlank()
            || !name.equals(name.strip())
            || name.codePointCount(0, name.length()) > LONGEST_NAME
            || !name.codePoints().allMatch(Words::isPrintable))) {
      node.report(
          "name must be 1 to %d characters on one line, without spaces at its ends", LONGEST_NAME);
    }
  }

  private static KindDraft stored(Node event, String name, boolean fitsAll, List<Condition> when) {
    String table = event.text("table", "\"orders\"");
    String wrong = table == null ? null : Reserved.table(table);
    if (wrong != null) {
      event.report(wrong);
    } else if (!event.has("table")) {
      event.report("needs a table" + (event.has("columns") ? "" : " and columns, or discard"));
    }
    JsonPointer each = SourceReader.pointer(event, "each");
    KindDraft kind =
        new KindDraft(
            event,
            name,
            fitsAll,
            when,
            each,
            wrong == null ? table : null,
            columns(event),
            event.oneOf("partition", "day", List.of(PartitionPeriod.values()), null));
    if (event.has("columns")) {
      check(event, kind);
    }
    return kind;
  }

  private static List<Draft> columns(Node event) {
    List<Draft> columns = new ArrayList<>();
    if (!event.has("columns") && event.has("table")) {
      event.report("needs columns, such as [" + MESSAGE_ID + "]");
    }
    List<Json> array = event.array("columns");
    for (int i = 0; i < array.size(); i++) {
      String label = "column " + (i + 1);
      event
          .inside(array.get(i), label + ": ")
          .map(column -> column(column, event, label))
          .ifPresent(columns::add);
    }
    return columns;
  }

  private static Draft column(Node found, Node event, String unnamed) {
    String name = found.text("name", "\"user_id\"");
    String label = name == null ? unnamed : "column " + Words.plain(name);
    Node column = found.named(event.where() + label + ": ");
    if (!column.has("name")) {
      column.report("needs a name");
    }
    String wrong = name == null ? null : Reserved.column(name);
    if (wrong != null) {
      column.report(wrong);
    }
    column.checkKeys(Keys.COLUMN);
    Source source = SourceReader.read(column, SourceReader.OF_COLUMN);
    ColumnType type = new TypeReader(column, source).read();
    MaskReader masks = new MaskReader(column);
    Mask mask = masks.mask(source, type);
    boolean required = column.flag("required", false);
    if (required
        && source != null
        && !source.kind().isContent()
        && source.kind() != Source.Kind.GROUP_ID) {
      column.report("what the queue says of a message is always there, leave required out");
    }
    boolean clear = column.flag("clear", false);
    if (clear && mask != null && mask.hides()) {
      column.report("clear is for what is not masked, keep the mask or clear");
    }
    return new Draft(
        label,
        wrong == null ? name : null,
        source,
        type,
        required,
        mask,
        masks.canonical(mask),
        masks.keepOriginal(mask),
        clear);
  }

  private static void check(Node event, KindDraft kind) {
    List<Draft> columns = kind.columns();
    if (columns.size() > MOST_COLUMNS) {
      event.report("has %d columns, PostgreSQL takes %d", columns.size(), MOST_COLUMNS);
    }
    event.checkDistinct("column", columns.stream().map(Draft::name));
    exactlyOne(event, kind, Source.Kind.MESSAGE_ID, "message_id", MESSAGE_ID);
    if (event.has("each")) {
      exactlyOne(event, kind, Source.Kind.ELEMENT, "element", ELEMENT);
    } else {
      for (Draft column : columns) {
        if (column.is(Source.Kind.ELEMENT)) {
          event.report("%s: element is for an event with each, leave it out", column.label());
        }
      }
    }
    if (event.has("partition")) {
      exactlyOne(event, kind, Source.Kind.SENT_DATE, "sent_date", SENT_DATE);
    }
  }

  private static void exactlyOne(
      Node event, KindDraft kind, Source.Kind part, String written, String example) {
    List<String> found = kind.columns().stream().filter(c -> c.is(part)).map(Draft::label).toList();
    if (found.size() > 1) {
      event.report("%s are all %s, exactly one column must be", Words.list(found, "and"), written);
    } else if (found.isEmpty() && kind.columns().stream().noneMatch(c -> c.source() == null)) {
      event.report("needs a column for the message's %s, such as %s", written, example);
    }
  }
}

package etl.spec.file;

import etl.envelope.Envelope;
import etl.json.JsonPointer;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.Condition;
import etl.spec.EventKind;
import etl.spec.Mask;
import etl.spec.PartitionPeriod;
import etl.spec.Source;
import etl.value.Canonical;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event as far as the file gives one, and the rules that concern several columns or events.
 *
 * @param node its object, which is told what is wrong with it
 * @param name null where it has none
 * @param fitsAll whether it has no tests
 * @param table null where it has none that can be used
 * @param partition null where it has none
 */
record KindDraft(
    Node node,
    String name,
    boolean fitsAll,
    List<Condition> when,
    JsonPointer each,
    String table,
    List<Draft> columns,
    PartitionPeriod partition) {
  /**
   * A column as far as the file gives one. What is wrong with it has been told; it goes on into
   * those rules that concern several columns.
   *
   * @param label what problems call it
   * @param name null where it has none that can be used; so are source, type and mask
   */
  record Draft(
      String label,
      String name,
      Source source,
      ColumnType type,
      boolean required,
      Mask mask,
      List<Canonical> canonical,
      boolean keepOriginal,
      boolean clear) {
    boolean is(Source.Kind kind) {
      return source != null && source.kind() == kind;
    }

    /** Whether it stores something in place of the value, or is meant to. */
    boolean hides() {
      return mask == null || mask.hides();
    }

    /** The column; only where nothing is wrong. */
    Column column() {
      return new Column(name, source, type, required, mask, canonical, keepOriginal, clear);
    }
  }

  Optional<Draft> column(Source.Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).findFirst();
  }

  /**
   * Tells of each column that shows what another one masks, unless it says that it does so
   * knowingly: a personal value would be stored in the clear beside its hash.
   *
   * @param unwrap what the event is wrapped in
   */
  void checkClear(List<Envelope> unwrap) {
    for (Draft column : columns) {
      if (column.source() == null || column.hides() || column.clear()) {
        continue;
      }
      List<Place> places = Place.of(column.source(), each, unwrap);
      columns.stream()
          .filter(other -> other.source() != null && other.hides())
          .filter(other -> Place.show(places, Place.of(other.source(), each, unwrap)))
          .findFirst()
          .ifPresent(
              other ->
                  node.report(
                      "%s: shows what %s masks, mask it too or write \"clear\": true",
                      column.label(), other.label()));
    }
  }

  /** The event; only where nothing is wrong. */
  EventKind kind() {
    return new EventKind(
        name,
        when,
        each,
        table == null ? "" : table,
        columns.stream().map(Draft::column).toList(),
        partition);
  }

  /** Tells where events that write to the same table do not agree about it. */
  static void checkShared(List<KindDraft> kinds) {
    for (int i = 1; i < kinds.size(); i++) {
      KindDraft kind = kinds.get(i);
      List<KindDraft> before =
          kinds.subList(0, i).stream()
              .filter(other -> other.table() != null && other.table().equals(kind.table()))
              .toList();
      if (!before.isEmpty()) {
        check(before, kind);
      }
    }
  }

  private static void check(List<KindDraft> before, KindDraft kind) {
    KindDraft first = before.get(0);
    Node node = kind.node();
    String shares = "shares table " + kind.table() + " with " + called(first);
    if ((first.each() == null) != (kind.each() == null)) {
      node.report("%s, give both of them each, or none, or write to another table", shares);
    }
    if (first.partition() != kind.partition()) {
      node.report(
          "%s, give both of them the same partition, or none, or write to another table", shares);
    }
    if (kind.partition() != null) {
      checkKey(first, kind, Source.Kind.SENT_DATE, shares);
    }
    checkKey(first, kind, Source.Kind.MESSAGE_ID, shares);
    checkKey(first, kind, Source.Kind.ELEMENT, shares);
    kind.columns().forEach(column -> check(before, kind, column));
    long columns =
        Stream.concat(before.stream(), Stream.of(kind))
            .flatMap(each -> each.columns().stream())
            .map(Draft::name)
            .distinct()
            .count();
    if (columns > KindReader.MOST_COLUMNS && kind.columns().size() <= KindReader.MOST_COLUMNS) {
      node.report(
          "%s, which then has %d columns, PostgreSQL takes %d",
          shares, columns, KindReader.MOST_COLUMNS);
    }
  }

  /** The unique key is the same for all rows. */
  private static void checkKey(KindDraft first, KindDraft kind, Source.Kind part, String shares) {
    Draft theirs = first.column(part).orElse(null);
    Draft ours = kind.column(part).orElse(null);
    if (theirs != null && ours != null && !Objects.equals(theirs.name(), ours.name())) {
      kind.node()
          .report(
              "%s: %s, whose unique key has %s, use the same name",
              ours.label(), shares, theirs.label());
    }
  }

  private static void check(List<KindDraft> before, KindDraft kind, Draft column) {
    for (KindDraft other : before) {
      for (Draft theirs : other.columns()) {
        if (column.name() != null && column.name().equals(theirs.name())) {
          String differs = difference(column, theirs);
          if (differs != null) {
            kind.node()
                .report(
                    "%s: has another %s than in %s, whose table it shares, write the same or"
                        + " choose another name",
                    column.label(), differs, called(other));
            return;
          }
        }
      }
    }
  }

  /** What differs of two columns of one name; null for nothing. */
  private static String difference(Draft one, Draft other) {
    if (one.type() != null
        && other.type() != null
        && !one.type().sqlType().equals(other.type().sqlType())) {
      return "type";
    } else if (one.mask() == null || other.mask() == null) {
      return null;
    } else if (!one.mask().equals(other.mask())) {
      return "mask";
    }
    return one.canonical().equals(other.canonical()) ? null : "canonical form";
  }

  private static String called(KindDraft kind) {
    String where = kind.node().where();
    return where.substring(0, where.length() - 2);
  }
}

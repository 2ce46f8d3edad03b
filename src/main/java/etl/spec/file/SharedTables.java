package etl.spec.file;

import etl.spec.Source;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Events that write to the same table agree about it. */
final class SharedTables {
  private SharedTables() {}

  /** Tells where they do not. */
  static void check(List<KindDraft> kinds) {
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

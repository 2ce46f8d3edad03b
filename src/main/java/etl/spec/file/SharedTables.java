package etl.spec.file;

import etl.spec.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Events that write to the same table agree about it. */
final class SharedTables {
  private final List<String> problems;
  private final Map<String, List<KindDraft>> tables = new HashMap<>();

  private SharedTables(List<String> problems) {
    this.problems = problems;
  }

  /** Tells where they do not. */
  static void check(List<KindDraft> kinds, List<String> problems) {
    SharedTables shared = new SharedTables(problems);
    for (KindDraft kind : kinds) {
      if (kind.table() != null) {
        List<KindDraft> before =
            shared.tables.computeIfAbsent(kind.table(), table -> new ArrayList<>());
        shared.check(before, kind);
        before.add(kind);
      }
    }
  }

  private void check(List<KindDraft> before, KindDraft kind) {
    if (before.isEmpty()) {
      return;
    }
    KindDraft first = before.get(0);
    String shares = "shares table " + kind.table() + " with " + called(first);
    if ((first.each() == null) != (kind.each() == null)) {
      problems.add(
          kind.where() + shares + ", give both of them each, or none, or write to another table");
    }
    if (first.partition() != kind.partition()) {
      problems.add(
          kind.where()
              + shares
              + ", give both of them the same partition, or none, or write to another table");
    }
    if (kind.partition() != null) {
      checkKey(first, kind, Source.Kind.SENT_DATE, shares);
    }
    checkKey(first, kind, Source.Kind.MESSAGE_ID, shares);
    checkKey(first, kind, Source.Kind.ELEMENT, shares);
    kind.columns().forEach(column -> check(before, kind, column));
    Set<String> names = new LinkedHashSet<>();
    before.forEach(other -> other.columns().forEach(column -> names.add(column.name())));
    kind.columns().forEach(column -> names.add(column.name()));
    if (names.size() > KindReader.MOST_COLUMNS
        && kind.columns().size() <= KindReader.MOST_COLUMNS) {
      problems.add(
          kind.where()
              + shares
              + ", which then has "
              + names.size()
              + " columns, PostgreSQL takes "
              + KindReader.MOST_COLUMNS);
    }
  }

  /** The unique key is the same for all rows. */
  private void checkKey(KindDraft first, KindDraft kind, Source.Kind part, String shares) {
    Draft theirs = first.column(part).orElse(null);
    Draft ours = kind.column(part).orElse(null);
    if (theirs != null && ours != null && !Objects.equals(theirs.name(), ours.name())) {
      problems.add(
          kind.where()
              + ours.label()
              + ": "
              + shares
              + ", whose unique key has "
              + theirs.label()
              + ", use the same name");
    }
  }

  private void check(List<KindDraft> before, KindDraft kind, Draft column) {
    for (KindDraft other : before) {
      for (Draft theirs : other.columns()) {
        if (column.name() != null && column.name().equals(theirs.name())) {
          String differs = difference(column, theirs);
          if (differs != null) {
            problems.add(
                kind.where()
                    + column.label()
                    + ": has another "
                    + differs
                    + " than in "
                    + called(other)
                    + ", whose table it shares, write the same or choose another name");
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
    return kind.where().substring(0, kind.where().length() - 2);
  }
}

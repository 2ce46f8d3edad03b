package etl.postgres.schema;

import etl.event.Fault;
import etl.event.StoreException;
import etl.spec.Column;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import etl.value.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the masks of a spec's columns with those that the database remembers. Where a column's
 * mask changed, equal values would no longer be equal; where one came or went, originals would
 * stand beside masks.
 */
final class MaskMemory {
  private static final String REMEMBER =
      """
      insert into masked_columns (table_name, column_name, mask, canonical)
      values ('%s', '%s', '%s', array[%s]::text[])
      on conflict (table_name, column_name)
      do update set mask = excluded.mask, canonical = excluded.canonical, remembered_at = now()\
      """;

  private static final String FORGET =
      "delete from masked_columns where table_name = '%s' and column_name = '%s'";

  private final List<TableSpec> tables;
  private final FoundTables found;
  private final boolean shipped;

  private final List<Change> changes = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();

  /** Columns of the built-in spec may be older than the memory. */
  MaskMemory(List<TableSpec> tables, boolean shipped, FoundTables found) {
    this.tables = tables;
    this.shipped = shipped;
    this.found = found;
  }

  /** What has to be remembered from now on; CONFIGURATION if a column has another mask, or none. */
  List<Change> changes() {
    for (TableSpec table : tables) {
      for (Column column : table.columns()) {
        compare(table.name(), column);
      }
    }
    if (!conflicts.isEmpty()) {
      throw new StoreException(Fault.CONFIGURATION, String.join("; ", conflicts));
    }
    if (found.catalogue().table(SupportTables.MASKED).absent()) {
      Set<String> known = changes.stream().map(Change::lack).collect(Collectors.toSet());
      older().filter(column -> !known.contains(lack(column))).forEach(c -> remember(c, false));
    }
    return changes;
  }

  private void compare(String table, Column column) {
    boolean exists = exists(table, column.name());
    MaskedColumn wanted = MaskedColumn.of(table, column);
    Optional<String> entry = Optional.ofNullable(found.masks().remembered().get(wanted.name()));
    Optional<String> is = exists ? held(wanted, entry) : Optional.empty();
    if (!column.mask().hides()) {
      is.ifPresent(
          masks ->
              refuse(wanted, "holds masks (" + masks + "), and the spec has no mask for it", true));
      // Of a column that is gone: its successor of the same name holds no masks.
      entry.filter(gone -> !exists).ifPresent(gone -> forget(wanted));
      return;
    }
    boolean agrees = entry.filter(wanted.description()::equals).isPresent();
    if (exists && is.isPresent() && !is.get().equals(wanted.description())) {
      refuse(
          wanted,
          "holds masks (" + is.get() + "), and the spec has others (" + wanted.description() + ")",
          true);
    } else if (exists && is.isEmpty() && isWithoutMask(wanted)) {
      refuse(wanted, "holds values without a mask", false);
    } else if (!agrees) {
      // An older installation goes on without it where nobody may make it.
      remember(wanted, !shipped || found.masks().wereRead());
    }
  }

  /** Who may not read what is remembered cannot tell. */
  private boolean isWithoutMask(MaskedColumn wanted) {
    boolean told =
        found.masks().wereRead() || found.catalogue().table(SupportTables.MASKED).absent();
    return told && (!shipped || found.clear().contains(wanted.name()));
  }

  private boolean exists(String table, String column) {
    return found.catalogue().table(table).columns().containsKey(column);
  }

  /** What masks an existing column holds, in words; empty if none are known. */
  private Optional<String> held(MaskedColumn wanted, Optional<String> entry) {
    if (found.masks().wereRead()) {
      return entry;
    }
    return older()
        .filter(older -> older.name().equals(wanted.name()))
        .map(MaskedColumn::description)
        .findFirst();
  }

  /** What the built-in spec masks, and an installation without this memory has. */
  private Stream<MaskedColumn> older() {
    return MaskedColumns.ofBuiltIn().stream()
        .filter(column -> exists(column.table(), column.column()));
  }

  private void remember(MaskedColumn column, boolean needed) {
    String forms =
        column.canonical().stream()
            .map(Canonical::specName)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    String sql =
        REMEMBER.formatted(column.table(), column.column(), column.mask().written(), forms);
    changes.add(new Change(SupportTables.MASKED, lack(column), quietly(sql), needed, false));
  }

  private static String lack(MaskedColumn column) {
    return column.name() + " is not remembered";
  }

  private void forget(MaskedColumn column) {
    String lack = column.name() + " is gone and remembered";
    String sql = FORGET.formatted(column.table(), column.column());
    changes.add(new Change(SupportTables.MASKED, lack, quietly(sql), true, false));
  }

  /** In a block, so that it is not reported as a changed row. */
  private static String quietly(String sql) {
    return "do $$ begin " + sql + "; end $$";
  }

  private void refuse(MaskedColumn column, String why, boolean isRemembered) {
    String table = Identifiers.quoted(column.table());
    String drop = "alter table " + table + " drop column " + Identifiers.quoted(column.column());
    String end =
        isRemembered ? drop + "; " + FORGET.formatted(column.table(), column.column()) : drop;
    conflicts.add(
        "column %s %s: %s. Add a column under a new name; to end the old one: %s;"
            .formatted(
                column.name(),
                why,
                isRemembered
                    ? "equal values would no longer be equal"
                    : "originals would stay in old rows",
                end));
  }
}

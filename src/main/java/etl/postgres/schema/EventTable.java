package etl.postgres.schema;

import etl.postgres.partition.PartitionedTable;
import etl.spec.Column;
import etl.spec.ColumnType;
import etl.spec.Identifiers;
import etl.spec.Source;
import etl.spec.TableSpec;
import etl.spec.file.SpecFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The shape that the event's table needs, and the changes that lead there. */
public final class EventTable {
  // Of rows with the same id, only the first keeps it; no row is deleted.
  private static final String FORGET_DOUBLES =
      """
      update %1$s set %2$s = null
      from (
        select ctid as place, row_number() over (partition by %2$s order by ctid) as copy
        from %1$s where %2$s is not null
      ) d
      where d.copy > 1 and %1$s.ctid = d.place;
      """;

  private static final Set<String> OLDER =
      SpecFile.builtIn().tables().stream().map(TableSpec::name).collect(Collectors.toSet());

  // No column of the table need be unique and filled in each row: rows from before the program have
  // no id. Nothing is rewritten, and inserts cost no more. Of a partitioned table it means nothing
  // but for the partitions that are made later.
  private static final String IDENTIFY =
      """
      do $$
      declare
        part regclass;
      begin
        for part in
          select c.oid::regclass from pg_class c
          where (c.oid = '%1$s'::regclass
              or c.oid in (select relid from pg_partition_tree('%1$s'::regclass)))
            and c.relkind in ('r', 'p') and c.relreplident in ('d', 'i')
            and not exists (
              select from pg_index i
              where i.indrelid = c.oid and i.indisvalid and case c.relreplident
                when 'd' then i.indisprimary when 'i' then i.indisreplident else false end)
        loop
          execute format('alter table %%s replica identity full', part);
        end loop;
      end $$;
      """;

  private static final Set<String> DAYS = Set.of("date", "timestamp", "timestamptz");

  private final TableSpec spec;
  private final Optional<PartitionedTable> partitioned;
  private final String table;
  private final boolean mayBeOlder;

  public EventTable(TableSpec spec) {
    this.spec = spec;
    this.partitioned = PartitionedTable.of(spec);
    this.table = Identifiers.quoted(spec.name());
    this.mayBeOlder = mayBeOlder(spec.name());
  }

  /**
   * Whether a table of this name may be one that an older program left, which consumers bring up to
   * date themselves: those of the built-in spec. Any other one that exists is changed by {@code etl
   * migrate} alone.
   */
  static boolean mayBeOlder(String table) {
    return OLDER.contains(table);
  }

  /** Tells of the tables that their spec wants partitioned, and that are not. */
  static void tellPlain(List<TableSpec> specs, Catalogue found, Consumer<String> notices) {
    specs.stream()
        .filter(spec -> spec.partition() != null && found.table(spec.name()).kind().equals("r"))
        .forEach(
            spec ->
                notices.accept(
                    spec.name()
                        + " is not partitioned, as the spec wants it: etl migrate --partition does"
                        + " that"));
  }

  /** Gives the table, and each of its partitions, a replica identity where it has none. */
  public static String identity(String table) {
    return IDENTIFY.formatted(Identifiers.quoted(table));
  }

  /** The changes from what exists to what is needed, in order; throws if there is no way there. */
  List<Change> changes(TableShape found) {
    List<Change> changes = new ArrayList<>();
    if (found.absent()) {
      changes.add(change("the table is missing", createTable(), true, false));
      changes.add(key(usualKey(), Optional.empty()));
    }
    if (found.unidentified()) {
      String lack = "it is published, and its rows have no replica identity";
      changes.add(change(lack, identity(spec.name()), false, false));
    }
    if (found.absent()) {
      return changes;
    }
    for (Column column : spec.columns()) {
      ColumnShape has = found.columns().get(column.name());
      if (has == null) {
        String add = "alter table " + table + " add column " + definition(column);
        changes.add(change("column " + column.name() + " is missing", add, true, false));
      } else {
        alteration(found, column, has).ifPresent(changes::add);
      }
    }
    if (found.uniqueKeys().stream().noneMatch(this::tellsMessagesApart)) {
      if (found.isPartitioned()) {
        throw found.unusable(
            "is partitioned: create a unique index on "
                + spec.messageId().name()
                + " and the date column");
      }
      changes.add(
          key(spec.identity(), Optional.ofNullable(found.columns().get(spec.messageId().name()))));
    }
    return changes;
  }

  /** The date of sending is the same for each delivery, so it may be part of the key. */
  boolean tellsMessagesApart(Set<String> key) {
    return key.containsAll(spec.identity()) && keyColumns().containsAll(key);
  }

  /**
   * The column of the date of sending, if the key by which inserts go has it: who looks for a
   * message then gives the date too. Empty where the column is no date, as in some older tables.
   */
  public Optional<Column> dateInKey(TableShape found) {
    Set<String> key = ConflictTarget.key(this, found);
    return spec.sentDate()
        .filter(date -> key.contains(date.name()) && !found.hasOtherType(date.name(), "date"));
  }

  /** The key that a new table is given. */
  Set<String> usualKey() {
    return new LinkedHashSet<>(partitioned.map(PartitionedTable::key).orElseGet(spec::identity));
  }

  /** The columns that a key may consist of. A role that writes must be able to read them. */
  List<String> keyColumns() {
    return spec.columns().stream()
        // A group's id is the producer's, and may be a person's.
        .filter(column -> !column.source().kind().isContent() && !column.is(Source.Kind.GROUP_ID))
        .map(Column::name)
        .toList();
  }

  private String createTable() {
    return spec.columns().stream()
            .map(this::definition)
            .collect(Collectors.joining(", ", "create table " + table + " (", ")"))
        + partitioned.map(PartitionedTable::clause).orElse("");
  }

  private String definition(Column column) {
    String definition = Identifiers.quoted(column.name()) + " " + column.sqlType();
    if (column.is(Source.Kind.MESSAGE_ID)) {
      // Ids are only compared for equality, which is cheapest byte by byte.
      return definition + " collate \"C\"";
    }
    // Of rows without a date, a unique key would let any number pass.
    return partitioned.isPresent() && column.is(Source.Kind.SENT_DATE)
        ? definition + " not null"
        : definition;
  }

  private Optional<Change> alteration(TableShape found, Column column, ColumnShape has) {
    ColumnType type = column.type();
    if (mayBeOlder && type.isText()) {
      return has.holdsText(type.length())
          ? Optional.empty()
          : Optional.of(retype(column, has, column.sqlType(), !has.isText()));
    } else if (mayBeOlder
        && type.base() == ColumnType.Base.DATE
        && (has.isText() || DAYS.contains(has.type()))) {
      return Optional.empty();
    }
    String must =
        new ColumnFit(type, has)
            .type()
            .orElseThrow(
                () ->
                    found.unusable(
                        "has a column %s of type %s, and it must be %s or hold every value of it"
                            .formatted(column.name(), has.sqlType(), column.sqlType())));
    return must.equals(ColumnFit.HOLDS)
        ? Optional.empty()
        : Optional.of(retype(column, has, must, true));
  }

  private Change retype(Column column, ColumnShape has, String type, boolean needed) {
    String name = Identifiers.quoted(column.name());
    String alter = "alter column " + name;
    String sql = "alter table " + table + " " + alter + " type " + type;
    boolean intoText = !has.isText() && (type.equals("text") || type.startsWith("varchar"));
    if (intoText) {
      // Cast via text, so that a value that is too long is an error; a default cannot be converted.
      sql += " using " + name + "::text";
      sql = "alter table " + table + " " + alter + " drop default; " + sql;
    }
    String was = mayBeOlder ? "" : " is " + has.sqlType() + " and";
    return change(
        "column " + column.name() + was + " must become " + type, sql, needed, !has.isText());
  }

  private Change key(Collection<String> key, Optional<ColumnShape> ids) {
    String id = Identifiers.quoted(spec.messageId().name());
    String columns = key.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
    String sql = "create unique index on " + table + " (" + columns + ")";
    if (ids.isPresent()) {
      sql = FORGET_DOUBLES.formatted(table, id) + sql;
    }
    if (ids.isPresent() && ids.get().mustBeGiven()) {
      sql = "alter table " + table + " alter column " + id + " drop not null; " + sql;
    }
    return change(
        "column " + spec.messageId().name() + " has no unique index", sql, true, ids.isPresent());
  }

  private Change change(String lack, String sql, boolean needed, boolean heavy) {
    return new Change(spec.name(), lack, sql, needed, heavy);
  }
}

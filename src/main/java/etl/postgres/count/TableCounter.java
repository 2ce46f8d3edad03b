package etl.postgres.count;

import etl.postgres.Database;
import etl.postgres.count.TableCounts.EventTableCounts;
import etl.postgres.schema.MaskedColumns;
import etl.postgres.schema.SupportTables;
import etl.spec.Column;
import etl.spec.EventKind;
import etl.spec.EventSpec;
import etl.spec.Identifiers;
import etl.spec.TableSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Counts the rows of the tables. A large table is estimated from a sample of its pages, so that the
 * result is current whether or not the table was ever analysed.
 */
public final class TableCounter {
  private static final String COUNTING = "cannot count";

  private static final String DISTINCT =
      """
      select count(*) as different, count(*) filter (where copies = 1) as single,
        coalesce(sum(copies), 0) as given
      from (select count(*) as copies from %s where %2$s is not null group by %2$s) as value
      """;

  // Each value has one mapping, which names the field that held the value.
  private static final String MAPPED =
      "select count(*) filter (where field = :field) as mapped,"
          + " count(*) filter (where field is null) as unclear from ";

  private final Database database;
  private final EventSpec spec;

  public TableCounter(Database database, EventSpec spec) {
    this.database = database;
    this.spec = spec;
  }

  /**
   * Counts; unless the counts must be exact, in a time that does not grow with the tables.
   *
   * @param exact false to estimate large tables
   * @throws etl.event.StoreException if the query fails
   */
  public TableCounts count(boolean exact) {
    if (!exact) {
      return database.call(COUNTING, handle -> count(handle, false));
    }
    return database.callFresh(
        COUNTING,
        handle -> {
          // Counting a large table may take any time.
          handle.getConnection().setNetworkTimeout(Runnable::run, 0);
          return count(handle, true);
        });
  }

  private TableCounts count(Handle handle, boolean exact) {
    List<String> filled = SupportTables.all(spec.tables());
    Map<String, Set<String>> masked = GenerationCounter.masked(spec, MaskedColumns.read(handle));
    Set<String> read = new LinkedHashSet<>(filled);
    read.addAll(masked.keySet());
    read.addAll(List.of(SupportTables.FORGOTTEN, SupportTables.AUDIT));
    Map<String, TableExtent> extents = TableExtent.read(handle, List.copyOf(read), exact);
    Map<String, EventTableCounts> tables = new LinkedHashMap<>();
    spec.tables().forEach(table -> tables.put(table.name(), count(handle, extents, table)));
    Map<String, OptionalLong> counts = new LinkedHashMap<>();
    for (String table : List.of(SupportTables.MAPPING, SupportTables.REJECTED)) {
      counts.put(table, rows(handle, extents.get(table)));
    }
    return new TableCounts(
        tables,
        TableCounts.named(spec, tables, counts),
        GenerationCounter.count(handle, masked, extents),
        OriginalCounts.count(handle, extents),
        extents.values().stream()
            .filter(extent -> filled.contains(extent.table()))
            .collect(Collectors.toMap(TableExtent::table, TableExtent::inserted)),
        extents.values().stream().anyMatch(TableExtent::sampled));
  }

  private EventTableCounts count(Handle handle, Map<String, TableExtent> extents, TableSpec table) {
    OptionalLong rows = rows(handle, extents.get(table.name()));
    Map<String, OptionalLong> distinct = new LinkedHashMap<>();
    for (Column column : table.maskedColumns()) {
      distinct.put(column.name(), distinct(handle, extents, table.name(), column, rows));
    }
    return new EventTableCounts(rows, distinct);
  }

  private static OptionalLong rows(Handle handle, TableExtent extent) {
    if (extent == null || extent.readable().isEmpty()) {
      return OptionalLong.empty();
    }
    long rows =
        handle.createQuery("select count(*) from " + extent.source()).mapTo(long.class).one();
    return OptionalLong.of(extent.scaled(rows));
  }

  private OptionalLong distinct(
      Handle handle,
      Map<String, TableExtent> extents,
      String table,
      Column column,
      OptionalLong rows) {
    TableExtent extent = extents.get(table);
    if (extent == null || !extent.readable().contains(column.name())) {
      return OptionalLong.empty();
    }
    String sql = DISTINCT.formatted(extent.source(), Identifiers.quoted(column.name()));
    Sample sample = handle.createQuery(sql).map(ConstructorMapper.of(Sample.class)).one();
    if (!extent.sampled()) {
      return OptionalLong.of(sample.different());
    }
    OptionalLong mapped =
        isOnlyOneOfItsField(table, column)
            ? mapped(handle, extents.get(SupportTables.MAPPING), column)
            : OptionalLong.empty();
    long estimate = mapped.orElseGet(() -> extrapolate(sample, rows.getAsLong()));
    return OptionalLong.of(Math.min(rows.getAsLong(), Math.max(sample.different(), estimate)));
  }

  /** Whether the mappings of the column's field are those of the column's values. */
  private boolean isOnlyOneOfItsField(String table, Column column) {
    for (EventKind kind : spec.events()) {
      for (Column other : kind.maskedColumns()) {
        boolean same = kind.table().equals(table) && other.name().equals(column.name());
        if (same != other.field().equals(column.field()) || same && !other.keepOriginal()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How many of the column's values have a mapping: a sample shows that far better than the number
   * of distinct values. Empty if the mapping may not be read, or if older mappings do not name the
   * field.
   */
  private static OptionalLong mapped(Handle handle, TableExtent mapping, Column column) {
    if (mapping == null || !mapping.readable().contains(SupportTables.FIELD)) {
      return OptionalLong.empty();
    }
    return handle
        .createQuery(MAPPED + mapping.source())
        .bind("field", column.field())
        .map(
            (row, context) ->
                row.getLong("unclear") > 0 || row.getLong("mapped") == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(mapping.scaled(row.getLong("mapped"))))
        .one();
  }

  /**
   * The estimator of Haas and Stokes (1998), which PostgreSQL's own statistics use too. It is far
   * off if equal values are stored next to each other.
   */
  private static long extrapolate(Sample sample, long rows) {
    long given = sample.given();
    if (given == 0 || rows <= given) {
      return sample.different();
    }
    double rest = given - sample.single() + (double) sample.single() * given / rows;
    return Math.round(given * (double) sample.different() / rest);
  }

  /** The number of distinct values, of values that occur once, and of rows. */
  private record Sample(long different, long single, long given) {}
}

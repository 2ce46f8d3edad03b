package etl.postgres;

import etl.event.Column;
import etl.event.EventSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Counts the rows of the tables. A large table is estimated from a sample of its pages, so that the
 * answer is of now, whether or not the table was ever analysed.
 */
public final class TableCounter {
  private static final String COUNTING = "cannot count";

  // How many values, how many of them stand once, in how many rows.
  private static final String DISTINCT =
      """
      select count(*) as different, count(*) filter (where copies = 1) as single,
        coalesce(sum(copies), 0) as given
      from (select count(*) as copies from %s where %2$s is not null group by %2$s) as value
      """;

  private final Database database;
  private final EventSpec spec;

  public TableCounter(Database database, EventSpec spec) {
    this.database = database;
    this.spec = spec;
  }

  /**
   * Counts, in a time that does not grow with the tables unless all is to be exact.
   *
   * @param exact false to estimate large tables
   * @throws etl.event.StoreException if the database cannot be asked
   */
  public TableCounts count(boolean exact) {
    if (!exact) {
      return database.call(COUNTING, handle -> count(handle, false));
    }
    return database.callFresh(
        COUNTING,
        handle -> {
          // To count a large table takes as long as it takes.
          handle.getConnection().setNetworkTimeout(Runnable::run, 0);
          return count(handle, true);
        });
  }

  private TableCounts count(Handle handle, boolean exact) {
    List<String> tables = SupportTables.all(spec);
    Map<String, TableExtent> extents = TableExtent.read(handle, tables, exact);
    Map<String, OptionalLong> counts = new LinkedHashMap<>();
    for (String table : tables) {
      counts.put(table, rows(handle, extents.get(table)));
    }
    for (Column column : spec.maskedColumns()) {
      counts.put(
          TableCounts.distinct(column),
          distinct(handle, extents.get(spec.table()), column, counts.get(spec.table())));
    }
    return new TableCounts(
        counts,
        new GenerationCounter(spec).count(handle, extents),
        extents.values().stream().anyMatch(TableExtent::sampled));
  }

  private static OptionalLong rows(Handle handle, TableExtent extent) {
    if (extent == null || extent.readable().isEmpty()) {
      return OptionalLong.empty();
    }
    long rows =
        handle.createQuery("select count(*) from " + extent.source()).mapTo(long.class).one();
    return OptionalLong.of(extent.scaled(rows));
  }

  private static OptionalLong distinct(
      Handle handle, TableExtent extent, Column column, OptionalLong rows) {
    if (extent == null || !extent.readable().contains(column.name())) {
      return OptionalLong.empty();
    }
    String sql = DISTINCT.formatted(extent.source(), EventTable.quote(column.name()));
    return handle
        .createQuery(sql)
        .map(
            (row, context) -> {
              long different = row.getLong("different");
              return OptionalLong.of(
                  extent.sampled()
                      ? extrapolate(
                          different, row.getLong("single"), row.getLong("given"), rows.getAsLong())
                      : different);
            })
        .one();
  }

  /** The estimator of Haas and Stokes (1998), by which PostgreSQL's own statistics go too. */
  private static long extrapolate(long different, long single, long given, long rows) {
    if (given == 0 || rows <= given) {
      return different;
    }
    double rest = given - single + (double) single * given / rows;
    return Math.min(rows, Math.max(different, Math.round(given * (double) different / rest)));
  }
}

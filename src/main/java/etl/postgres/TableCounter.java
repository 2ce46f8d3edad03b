package etl.postgres;

import etl.event.Column;
import etl.event.EventSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Counts the rows of the tables. A large table is estimated from a sample of its pages, so that the
 * answer is of now, whether or not the table was ever analysed.
 */
public final class TableCounter {
  /** A table of more pages is large: 16 MiB, some 100,000 rows. */
  private static final long LARGE = 2_048;

  private static final long SAMPLED_PAGES = 1_024;

  private static final String COUNTING = "cannot count";

  private static final String EXTENTS =
      """
      with recursive part as (
        select w.name, to_regclass(quote_ident(w.name))::oid as root,
          to_regclass(quote_ident(w.name))::oid as oid
        from unnest(:names) as w(name)
        union all
        select part.name, part.root, i.inhrelid
        from part join pg_inherits i on i.inhparent = part.oid)
      select name,
        sum(pg_relation_size(oid)) / current_setting('block_size')::bigint as pages,
        array(
          select a.attname::text
          from pg_attribute a
          where a.attrelid = root and a.attnum > 0 and not a.attisdropped
            and has_column_privilege(root, a.attnum, 'select')) as readable
      from part
      where root is not null
      group by name, root
      """;

  // How many values, how many of them stand once, in how many rows.
  private static final String DISTINCT =
      """
      select count(*) as different, count(*) filter (where copies = 1) as single,
        coalesce(sum(copies), 0) as given
      from (select count(*) as copies from %s where %2$s is not null group by %2$s) as value
      """;

  /**
   * A table that exists.
   *
   * @param pages its size
   * @param sampled whether only some of them are read
   * @param readable the columns that the role may read
   */
  private record Extent(String table, long pages, boolean sampled, Set<String> readable) {
    static Extent of(ResultSet row, boolean exact) throws SQLException {
      long pages = row.getLong("pages");
      String[] readable = (String[]) row.getArray("readable").getArray();
      boolean sampled = !exact && pages > LARGE && readable.length > 0;
      return new Extent(row.getString("name"), pages, sampled, Set.of(readable));
    }

    /** The table or its sample, as a query names it. */
    String source() {
      String name = EventTable.quote(table);
      // The same pages each time, so that two counts can be compared.
      return sampled
          ? name + " tablesample system (" + 100.0 * SAMPLED_PAGES / pages + ") repeatable (1)"
          : name;
    }
  }

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
    Map<String, Extent> extents =
        handle
            .createQuery(EXTENTS)
            .bind("names", SqlArrays.of("text", tables.toArray()))
            .map((row, context) -> Extent.of(row, exact))
            .stream()
            .collect(Collectors.toMap(Extent::table, Function.identity()));
    Map<String, OptionalLong> counts = new LinkedHashMap<>();
    for (String table : tables) {
      counts.put(table, rows(handle, extents.get(table)));
    }
    for (Column column : spec.maskedColumns()) {
      counts.put(
          TableCounts.distinct(column),
          distinct(handle, extents.get(spec.table()), column, counts.get(spec.table())));
    }
    return new TableCounts(counts, extents.values().stream().anyMatch(Extent::sampled));
  }

  private static OptionalLong rows(Handle handle, Extent extent) {
    if (extent == null || extent.readable().isEmpty()) {
      return OptionalLong.empty();
    }
    long rows =
        handle.createQuery("select count(*) from " + extent.source()).mapTo(long.class).one();
    return OptionalLong.of(extent.sampled() ? rows * extent.pages() / SAMPLED_PAGES : rows);
  }

  private static OptionalLong distinct(
      Handle handle, Extent extent, Column column, OptionalLong rows) {
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

package etl.postgres.count;

import etl.postgres.SqlArrays;
import etl.spec.Identifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * An existing table and how to count it: by all of its pages or by a sample, as far as the role may
 * read its columns. The rows ever inserted are by the server's own counter.
 */
record TableExtent(String table, long pages, long inserted, boolean sampled, Set<String> readable) {
  /** A table with more pages is large: 16 MiB, some 100,000 rows. */
  private static final long LARGE = 2_048;

  private static final long SAMPLED_PAGES = 1_024;

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
        sum(pg_stat_get_tuples_inserted(oid)) as inserted,
        array(
          select a.attname::text
          from pg_attribute a
          where a.attrelid = root and a.attnum > 0 and not a.attisdropped
            and has_column_privilege(root, a.attnum, 'select')) as readable
      from part
      where root is not null
      group by name, root
      """;

  /** Reads the extents of those tables that exist; large ones are sampled unless exact. */
  static Map<String, TableExtent> read(Handle handle, List<String> tables, boolean exact) {
    return handle
        .createQuery(EXTENTS)
        .bind("names", SqlArrays.texts(tables))
        .map((row, context) -> of(row, exact))
        .stream()
        .collect(Collectors.toMap(TableExtent::table, Function.identity()));
  }

  private static TableExtent of(ResultSet row, boolean exact) throws SQLException {
    long pages = row.getLong("pages");
    String[] readable = (String[]) row.getArray("readable").getArray();
    boolean sampled = !exact && pages > LARGE && readable.length > 0;
    return new TableExtent(
        row.getString("name"), pages, row.getLong("inserted"), sampled, Set.of(readable));
  }

  /** The table or its sample, for a from clause. */
  String source() {
    String name = Identifiers.quoted(table);
    // The same pages each time, so that counts can be compared.
    return sampled
        ? name + " tablesample system (" + 100.0 * SAMPLED_PAGES / pages + ") repeatable (1)"
        : name;
  }

  /** Extrapolates a count of the source to the table. */
  long scaled(long rows) {
    return sampled ? rows * pages / SAMPLED_PAGES : rows;
  }
}

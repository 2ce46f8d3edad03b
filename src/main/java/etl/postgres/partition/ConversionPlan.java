package etl.postgres.partition;

import etl.event.Fault;
import etl.event.StoreException;
import etl.spec.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What the conversion of a table does, in words, and whether it can be done. */
final class ConversionPlan {
  private static final String SIZE =
      """
      select coalesce(max(pg_relation_size(i.indexrelid)), 0) from pg_index i
      where i.indrelid = cast(:path as regclass) and i.indisunique
      """;

  private static final String NOTES =
      """
      select format('the publication %I will pass rows on under the names of partitions, since'
        ' publish_via_partition_root is not set', p.pubname)
      from pg_publication p
      where not p.pubviaroot and (p.puballtables or exists (
        select from pg_publication_tables t join pg_class c on c.relname = t.tablename
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = t.schemaname
        where t.pubname = p.pubname and c.oid = cast(:path as regclass)))
      union all
      select format('the storage parameters %s stay with its rows until now: later partitions have'
        ' none', array_to_string(c.reloptions, ', '))
      from pg_class c where c.oid = cast(:path as regclass) and c.reloptions is not null
      """;

  private static final String DATES =
      """
      select count(*) as rows, count(*) filter (where %1$s is null) as undated,
        count(*) filter (where %1$s >= '%2$s') as late
      from only %3$s
      """;

  private ConversionPlan() {}

  /** Throws DENIED, or CONFIGURATION with the names of all that is in its way. */
  static void require(Handle handle, PartitionedTable table, PlainTable found) {
    if (!found.own()) {
      throw denied(table, "its owner " + found.owner() + " has to do it");
    } else if (!found.roomy()) {
      throw denied(
          table,
          "grant create on schema " + found.schema() + " to " + found.owner() + " and this role");
    }
    List<String> denied = ConversionObstacles.denied(handle, found);
    if (!denied.isEmpty()) {
      throw denied(table, "this role may not " + String.join(", nor ", denied));
    }
    if (!found.dateType().equals("date")) {
      throw unfit(
          table,
          "its column %s is of type %s: alter it to date first"
              .formatted(table.column(), found.dateType()));
    }
    List<String> obstacles = ConversionObstacles.on(handle, found, table);
    if (!obstacles.isEmpty()) {
      throw unfit(
          table,
          "in the way: "
              + String.join("; ", obstacles)
              + ". A new table would take its place without them: drop them first, and make them"
              + " again afterwards where a partitioned table can have them");
    }
  }

  /**
   * Counts the rows; throws CONFIGURATION if some have no date, or one that its part does not take.
   */
  static long requireDates(Handle handle, PartitionedTable table, PlainTable found) {
    handle.execute("set local statement_timeout = 0");
    LocalDate bound = table.bound(found.today());
    String column = Identifiers.quoted(table.column());
    return handle
        .createQuery(DATES.formatted(column, bound, found.path()))
        .map(
            (row, context) -> {
              long undated = row.getLong("undated");
              long late = row.getLong("late");
              if (undated + late > 0) {
                String none = undated + " rows have no " + table.column();
                String future = late + " rows have one of " + bound + " or later";
                throw unfit(
                    table,
                    (undated == 0 ? future : late == 0 ? none : none + ", " + future)
                        + ": give them the date of sending, or delete them");
              }
              return row.getLong("rows");
            })
        .one();
  }

  /** What will be done, one sentence each. */
  static List<String> lines(Handle handle, PartitionedTable table, PlainTable found, long rows) {
    String name = table.name();
    LocalDate bound = found.check().orElse(table.bound(found.today()));
    List<String> lines = new ArrayList<>();
    lines.add(
        "will partition %s by %s while consumers go on, without rewriting any of its %d rows"
            .formatted(name, table.period().written(), rows));
    if (found.key().isEmpty()) {
      long bytes = handle.createQuery(SIZE).bind("path", found.path()).mapTo(long.class).one();
      lines.add(
          "will build a unique index on %s, concurrently; it takes about %d MiB"
              .formatted(String.join(", ", table.key()), (bytes >> 20) + 1));
    }
    lines.add(
        "will check that each row's %s is before %s; this reads the table and stops nobody"
            .formatted(table.column(), bound));
    lines.add(
        ("will then, in one short transaction, rename %s to %s, as the partition of all days before"
                + " %s of a new %1$s, which gets the owner, grants, policies, triggers and"
                + " publications; the unique index on %s goes")
            .formatted(name, table.earlier(), bound, String.join(", ", table.id())));
    handle.createQuery(NOTES).bind("path", found.path()).mapTo(String.class).forEach(lines::add);
    return lines;
  }

  private static StoreException denied(PartitionedTable table, String why) {
    return new StoreException(
        Fault.DENIED, "42501", "cannot partition " + table.name() + ": " + why, null);
  }

  private static StoreException unfit(PartitionedTable table, String why) {
    return new StoreException(Fault.CONFIGURATION, "cannot partition " + table.name() + ": " + why);
  }
}

package etl.postgres.partition;

import etl.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * A partition and what is in it.
 *
 * @param rows how many, an estimate where there are many; empty if the role may not read them
 * @param bytes what it takes on disk, with its indexes
 */
public record PartitionSize(Partition partition, OptionalLong rows, long bytes) {
  // One of more pages than 16 MiB, some 100,000 rows, is not counted: its rows are as the server's
  // planner has them.
  private static final String SIZE =
      """
      select bytes, readable,
        case when pages > 2048 and rows >= 0 and seen_pages > 0
          then round(rows / seen_pages * pages) end as estimate
      from (
        select pg_total_relation_size(c.oid) as bytes,
          pg_relation_size(c.oid) / current_setting('block_size')::bigint as pages,
          c.reltuples as rows, c.relpages as seen_pages,
          has_table_privilege(c.oid, 'select') as readable
        from pg_class c where c.oid = cast(:path as regclass)) as part
      """;

  /**
   * Those of these tables in order, each table's by their days and its default one last; none of
   * tables that are not partitioned by days.
   */
  public static List<PartitionSize> of(Database database, List<String> tables) {
    return database.call(
        "cannot list the partitions",
        handle ->
            FoundTable.partitions(handle, tables).stream()
                .map(partition -> of(handle, partition))
                .toList());
  }

  private static PartitionSize of(Handle handle, Partition partition) {
    return handle
        .createQuery(SIZE)
        .bind("path", partition.path())
        .map(
            (row, context) ->
                new PartitionSize(partition, rows(handle, partition, row), row.getLong("bytes")))
        .one();
  }

  private static OptionalLong rows(Handle handle, Partition partition, ResultSet row)
      throws SQLException {
    if (!row.getBoolean("readable")) {
      return OptionalLong.empty();
    }
    long estimate = row.getLong("estimate");
    String count = "select count(*) from " + partition.path();
    return OptionalLong.of(
        row.wasNull() ? handle.createQuery(count).mapTo(long.class).one() : estimate);
  }
}

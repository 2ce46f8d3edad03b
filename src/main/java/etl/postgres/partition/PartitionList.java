package etl.postgres.partition;

import etl.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Lists the partitions of tables that are partitioned by days, with their sizes. */
public final class PartitionList {
  /** A partition with more pages is not counted: 16 MiB, some 100,000 rows. */
  private static final long COUNTED_PAGES = 2_048;

  private static final String SIZE =
      """
      select pg_total_relation_size(c.oid) as bytes,
        pg_relation_size(c.oid) / current_setting('block_size')::bigint as pages,
        c.reltuples as rows, c.relpages as seen_pages,
        has_table_privilege(c.oid, 'select') as readable
      from pg_class c where c.oid = cast(:path as regclass)
      """;

  private record Extent(long bytes, long pages, double rows, long seenPages, boolean readable) {
    boolean isCounted() {
      return pages <= COUNTED_PAGES || rows < 0 || seenPages == 0;
    }

    /** As the server's planner has it. */
    long estimate() {
      return Math.round(rows / seenPages * pages);
    }
  }

  private PartitionList() {}

  /**
   * Those of these tables in order, each table's by their days and its default one last.
   *
   * @throws etl.event.StoreException if they cannot be read
   */
  public static List<PartitionSize> of(Database database, List<String> tables) {
    return database.call(
        "cannot list the partitions",
        handle -> {
          List<PartitionSize> sizes = new ArrayList<>();
          for (String table : tables) {
            FoundTable.read(handle, table).stream()
                .flatMap(found -> found.partitions().stream())
                .forEach(partition -> sizes.add(size(handle, partition)));
          }
          return sizes;
        });
  }

  private static PartitionSize size(Handle handle, Partition partition) {
    Extent extent =
        handle
            .createQuery(SIZE)
            .bind("path", partition.path())
            .map(ConstructorMapper.of(Extent.class))
            .one();
    OptionalLong rows = OptionalLong.empty();
    if (extent.readable()) {
      rows = OptionalLong.of(extent.isCounted() ? count(handle, partition) : extent.estimate());
    }
    return new PartitionSize(partition, rows, extent.bytes());
  }

  private static long count(Handle handle, Partition partition) {
    return handle.createQuery("select count(*) from " + partition.path()).mapTo(long.class).one();
  }
}

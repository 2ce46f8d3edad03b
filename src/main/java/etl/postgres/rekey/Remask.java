package etl.postgres.rekey;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.StoreFaults;
import etl.postgres.generation.GenerationFence;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.EventTable;
import etl.postgres.schema.MaskedColumn;
import etl.postgres.schema.MaskedColumns;
import etl.postgres.schema.Schema;
import etl.postgres.schema.SupportTables;
import etl.postgres.schema.TableShape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Re-keys everything stored to the newest key generation, of whatever spec, a few pages of a table
 * per transaction. Consumers can run meanwhile. Wherever it is interrupted, each row has masks of
 * one generation and its mapping can be found: re-keying a row copies its mapping, and an old
 * mapping is removed only when no row needs it any more. A second run skips what is done.
 */
public final class Remask {
  @FunctionalInterface
  public interface Progress {
    /** So many of all pages of a table are done, with so many rows re-keyed so far. */
    void done(String table, long pages, long all, long rekeyed);
  }

  /** Re-keys the rows in a range of pages of one table, and returns how many. */
  @FunctionalInterface
  interface Step {
    long rekey(Handle transaction, Protection protection, PageRange pages);
  }

  private static final String ACTION = "cannot re-key";
  private static final int PAGES = 64;

  private static final String PARTS =
      """
      with recursive part as (
        select to_regclass(quote_ident(:name))::oid as oid
        union all
        select i.inhrelid from part join pg_inherits i on i.inhparent = part.oid)
      select oid::regclass::text as "table", 0 as "from",
        pg_relation_size(oid) / current_setting('block_size')::bigint as "to"
      from part
      order by oid
      """;

  private final Database database;
  private final Schema schema;
  private final GenerationFence fence;
  private final CurrentProtection keys;
  private final Consumer<String> notices;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Progress progress;

  /**
   * @param keys the keys; their newest generation becomes the database's
   * @param notices told what takes long, before it begins, and what stays as it is
   */
  public Remask(
      Database database, CurrentProtection keys, Consumer<String> notices, Progress progress) {
    this.database = database;
    this.schema = Schema.ofStored(database, notices);
    this.fence = new GenerationFence(database, keys);
    this.keys = keys;
    this.notices = notices;
    this.progress = progress;
    steps.put(SupportTables.MAPPING, RekeyedMappings::move);
    steps.put(SupportTables.REJECTED, new BodyRemask());
    steps.put(SupportTables.FORGOTTEN, Remask::removeForgotten);
    // Last: by now nothing is found any more by an older mask without the newest keys, and whoever
    // has these puts the newest mask down.
    steps.put(SupportTables.AUDIT, new AuditRemask());
  }

  /**
   * Re-keys everything.
   *
   * @return how many rows were re-keyed, by table
   * @throws KeysException if there are no keys
   * @throws StoreException if it fails; what was re-keyed by then stays re-keyed
   */
  public Map<String, Long> run() {
    if (keys.current().generation() == 0) {
      throw new KeysException(
          "no keys to re-mask with were given: see --keys", Remedy.NO_KEYS_GIVEN, null);
    }
    // Needs all of the mapping's columns: without them, a moved mapping would lose its date.
    schema.migrate();
    fence.recordNewest(schema.bringUpToDate());
    Map<String, Long> rekeyed = new LinkedHashMap<>();
    int generation;
    do {
      generation = keys.current().generation();
      MaskedColumns masked = masked();
      masked.passedOver().forEach(why -> notices.accept("passed over: " + why));
      masked
          .hashes()
          .forEach((table, columns) -> rekeyed.merge(table, rows(table, columns), Long::sum));
      steps.forEach((table, step) -> rekeyed.merge(table, sweep(table, step), Long::sum));
      // The keys may have been rotated again meanwhile.
    } while (generation < keys.current().generation());
    return rekeyed;
  }

  private MaskedColumns masked() {
    return database.call(ACTION, MaskedColumns::read);
  }

  /** Re-keys the rows of an event's table, which anyone may drop or alter meanwhile. */
  private long rows(String table, List<MaskedColumn> columns) {
    try {
      identify(table);
      return sweep(table, new RowRemask(columns));
    } catch (StoreException e) {
      List<MaskedColumn> left =
          StoreFaults.tablesChanged(e) ? masked().hashes().getOrDefault(table, List.of()) : columns;
      if (left.equals(columns)) {
        throw e;
      }
      notices.accept(table + " was changed meanwhile");
      return left.isEmpty() ? 0 : rows(table, left);
    }
  }

  /** Rows of a published table can be updated only if it has a replica identity. */
  private void identify(String table) {
    database.transaction(
        ACTION,
        transaction -> {
          TableShape found = Catalogue.read(transaction, List.of(table)).table(table);
          if (found.unidentified() && !found.changeable()) {
            String why =
                " is published and has no replica identity, which only its owner may give it";
            throw new StoreException(
                Fault.DENIED,
                "42501",
                ACTION + " at " + database.target() + ": " + table + why + ": ask for etl migrate",
                null);
          } else if (found.unidentified()) {
            transaction.execute("set local lock_timeout = '20s'");
            transaction.execute(EventTable.identity(table));
          }
          return null;
        });
  }

  /**
   * Sweeps the table and each of its partitions, and then those that have come meanwhile: rows of
   * the default partition may have moved there, and a table that became a partition has another
   * name.
   */
  private long sweep(String table, Step step) {
    Set<String> swept = new HashSet<>();
    long rekeyed = 0;
    List<PageRange> ranges = ranges(table);
    while (!ranges.isEmpty()) {
      rekeyed += sweep(table, ranges, step, rekeyed);
      ranges.forEach(range -> swept.add(range.table()));
      ranges = ranges(table).stream().filter(range -> !swept.contains(range.table())).toList();
    }
    return rekeyed;
  }

  private long sweep(String table, List<PageRange> ranges, Step step, long before) {
    long all = ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    long pages = 0;
    long rekeyed = 0;
    for (PageRange range : ranges) {
      for (long from = range.from(); from < range.to(); from += PAGES) {
        long to = Math.min(range.to(), from + PAGES);
        PageRange some = new PageRange(range.table(), from, to);
        rekeyed +=
            fence.write(ACTION, (transaction, newest) -> step.rekey(transaction, newest, some));
        pages += to - from;
        progress.done(table, pages, all, before + rekeyed);
      }
    }
    return rekeyed;
  }

  /** Those of earlier generations: they were added under the newest one when that was recorded. */
  private static long removeForgotten(Handle transaction, Protection protection, PageRange pages) {
    String sql =
        "delete from only %s where %s and %s"
            .formatted(pages.table(), PageRange.CONDITION, PageRange.isOlder("hash_val"));
    return pages.bindOlder(transaction.createUpdate(sql), protection).execute();
  }

  private List<PageRange> ranges(String table) {
    return database.call(
        ACTION,
        handle ->
            handle
                .createQuery(PARTS)
                .bind("name", table)
                .map(ConstructorMapper.of(PageRange.class))
                .list());
  }
}

package etl.postgres.rejects;

import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import etl.postgres.StoreFaults;
import etl.postgres.generation.GenerationFence;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.Schema;
import etl.postgres.write.BatchStatements;
import etl.postgres.write.EventMappings;
import etl.spec.EventParser;
import etl.spec.EventSpec;
import etl.spec.file.SpecFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;

/**
 * Retries rejected messages under the current rules: each becomes rows with their mappings, is
 * discarded, or stays rejected and its first spec's. Each chunk is one transaction. It can be
 * interrupted and run again, and can run concurrently with consumers and with other retries.
 */
public final class RejectRetry {
  /** Told of messages that were asked for. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A chunk of these, which existed, is committed; some are still rejected, for their reasons.
     */
    void retried(List<String> ids, Map<String, String> rejected);

    /** Another spec, whose name goes by the message's id, rejected these: they are left alone. */
    default void left(Map<String, String> specs) {}
  }

  /**
   * Of retried messages, those that became rows, that already had rows, that are still rejected,
   * and that the spec discards: they are removed.
   */
  public record RetryCounts(long written, long duplicates, long rejected, long discarded) {
    static final RetryCounts NONE = new RetryCounts(0, 0, 0, 0);

    RetryCounts plus(RetryCounts more) {
      return new RetryCounts(
          written + more.written,
          duplicates + more.duplicates,
          rejected + more.rejected,
          discarded + more.discarded);
    }

    public long retried() {
      return written + duplicates + rejected + discarded;
    }
  }

  private static final String ACTION = "cannot retry rejected messages";

  /** The most messages per chunk, and the most bytes of their bodies unless it has only one. */
  private static final int CHUNK = 500;

  private static final int CHUNK_BYTES = 4 << 20;

  // The built-in spec gives its rejects no name.
  private static final String NEXT =
      """
      select message_id
      from (
        select message_id, row_number() over by_id as place, sum(bytes) over by_id as bytes
        from (%s) as ahead
        window by_id as (order by message_id)) as measured
      where place = 1 or bytes <= :bytes
      order by message_id
      """
          .formatted(
              StoredReject.older(
                  """
                  select message_id,
                    octet_length(body) + coalesce(octet_length(attributes), 0) as bytes
                  from rejected_messages
                  where message_id > :after and coalesce(spec, :builtIn) = :of
                    and (:all or message_id = any(:asked))
                  order by message_id limit :chunk
                  """));

  private static final String OTHERS =
      StoredReject.older(
          """
          select message_id, coalesce(spec, :builtIn) as by_spec
          from rejected_messages where coalesce(spec, :builtIn) <> :of
          """);

  private static final String ASKED_OTHERS =
      "select message_id, by_spec from (" + OTHERS + ") as others where message_id = any(:asked)";

  private static final String COUNT_OTHERS =
      "select by_spec, count(*) as messages from ("
          + OTHERS
          + ") as others group by by_spec order by by_spec";

  private final Database database;
  private final Schema schema;
  private final GenerationFence fence;
  private final EventParser parser;
  private final EventSpec spec;
  private final String ofSpec;
  private final EventMappings mappings;
  private final Consumer<String> notices;
  private BatchStatements statements;

  /**
   * @param spec by which they are retried
   * @param ofSpec the name of the spec that rejected them; others are not touched
   * @param keys the keys that the messages were stored with, or later ones
   * @param notices told what will take long before it starts, what is left unchanged, and which
   *     rows found no partition of their own
   */
  public RejectRetry(
      Database database,
      EventSpec spec,
      String ofSpec,
      CurrentProtection keys,
      Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
    this.fence = new GenerationFence(database, keys);
    this.parser = new EventParser(spec, keys);
    this.spec = spec;
    this.ofSpec = ofSpec;
    this.mappings = new EventMappings(spec);
    this.notices = notices;
  }

  /**
   * Retries all of them.
   *
   * @throws StoreException if that fails; some may have been retried by then
   */
  public RetryCounts retryAll() {
    return retry(true, Set.of(), (tried, rejected) -> {});
  }

  /** How many messages other specs have rejected, by the names of the specs and in order. */
  public Map<String, Long> others() {
    return database.call(
        ACTION,
        handle ->
            ofSpec(handle.createQuery(COUNT_OTHERS))
                .map((row, ctx) -> Map.entry(row.getString(1), row.getLong(2)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Query ofSpec(Query query) {
    return query.bind("of", ofSpec).bind("builtIn", SpecFile.builtIn().name());
  }

  /**
   * Retries these; others are not touched.
   *
   * @param listener told after each commit, and at last of those that are another spec's
   * @throws StoreException if that fails; some may have been retried by then
   */
  public RetryCounts retryThese(Set<String> ids, Listener listener) {
    RetryCounts counts = retry(false, ids, listener);
    listener.left(others(ids));
    return counts;
  }

  private Map<String, String> others(Set<String> ids) {
    return database.call(
        ACTION,
        handle ->
            ofSpec(handle.createQuery(ASKED_OTHERS))
                .bind("asked", SqlArrays.texts(ids))
                .map((row, ctx) -> Map.entry(row.getString(1), row.getString(2)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private RetryCounts retry(boolean all, Set<String> asked, Listener listener) {
    Catalogue found = schema.bringUpToDate();
    fence.recordNewest(found);
    statements = new BatchStatements(spec, found);
    DefaultedRows defaulted = new DefaultedRows(spec);
    RetryCounts total = RetryCounts.NONE;
    List<String> next = next(all, asked, "");
    while (!next.isEmpty()) {
      RetriedChunk chunk = retry(next);
      total = total.plus(chunk.counts());
      defaulted.add(chunk.storedEvents());
      listener.retried(chunk.ids(), chunk.reasons());
      next = next(all, asked, next.get(next.size() - 1));
    }
    defaulted.tell(database, notices);
    return total;
  }

  private List<String> next(boolean all, Set<String> asked, String after) {
    return database.call(
        ACTION,
        handle ->
            ofSpec(handle.createQuery(NEXT))
                .bind("after", after)
                .bind("all", all)
                .bind("asked", SqlArrays.texts(asked))
                .bind("chunk", CHUNK)
                .bind("bytes", CHUNK_BYTES)
                .mapTo(String.class)
                .list());
  }

  /** Tries once more if someone has altered the tables. */
  private RetriedChunk retry(List<String> ids) {
    try {
      return retried(ids);
    } catch (StoreException e) {
      if (!StoreFaults.tablesChanged(e)) {
        throw e;
      }
      statements = new BatchStatements(spec, schema.look());
      return retried(ids);
    }
  }

  private RetriedChunk retried(List<String> ids) {
    return fence.write(
        ACTION,
        (transaction, newest) -> {
          RetriedChunk chunk = new RetriedChunk(parser, mappings, statements, newest, transaction);
          chunk.retry(transaction, ids);
          return chunk;
        });
  }
}

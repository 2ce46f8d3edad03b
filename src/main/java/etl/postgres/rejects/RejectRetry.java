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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Retries rejected messages under the current rules: each becomes a row with its mappings or stays
 * rejected. Each chunk is one transaction. It can be interrupted and run again, and can run
 * concurrently with consumers and with other retries.
 */
public final class RejectRetry {
  /** Told of messages that were retried. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A chunk is committed.
     *
     * @param ids those that existed
     * @param rejected those of them that are still rejected, each with its reason
     */
    void retried(List<String> ids, Map<String, String> rejected);
  }

  private static final String ACTION = "cannot retry rejected messages";
  private static final int MOST_TRIES = 5;

  /** The most messages per chunk, and the most bytes of their bodies unless it has only one. */
  private static final int CHUNK = 500;

  private static final int CHUNK_BYTES = 4 << 20;

  private static final String NEXT =
      """
      select message_id
      from (
        select message_id, row_number() over by_id as place, sum(bytes) over by_id as bytes
        from (
          select message_id, octet_length(body) as bytes
          from rejected_messages
          where message_id > :after and (:all or message_id = any(:asked))
          order by message_id limit :chunk) as ahead
        window by_id as (order by message_id)) as measured
      where place = 1 or bytes <= :bytes
      order by message_id
      """;

  private final Database database;
  private final Schema schema;
  private final GenerationFence fence;
  private final EventParser parser;
  private final EventSpec spec;
  private final EventMappings mappings;
  private BatchStatements statements;

  /**
   * @param database closed by the caller
   * @param keys the keys that the messages were stored with, or later ones
   * @param notices told what will take long before it starts, and what is left unchanged
   */
  public RejectRetry(
      Database database, EventSpec spec, CurrentProtection keys, Consumer<String> notices) {
    this.database = database;
    this.schema = new Schema(database, spec, notices);
    this.fence = new GenerationFence(database, keys);
    this.parser = new EventParser(spec, keys);
    this.spec = spec;
    this.mappings = new EventMappings(spec);
  }

  /**
   * Retries all of them.
   *
   * @throws StoreException if that fails; some may have been retried by then
   */
  public RetryCounts retryAll() {
    return retry(true, Set.of(), (tried, rejected) -> {});
  }

  /**
   * Retries these; others are not touched.
   *
   * @param listener told after each commit
   * @throws StoreException if that fails; some may have been retried by then
   */
  public RetryCounts retryThese(Set<String> ids, Listener listener) {
    return retry(false, ids, listener);
  }

  private RetryCounts retry(boolean all, Set<String> asked, Listener listener) {
    Catalogue found = schema.bringUpToDate();
    fence.recordNewest(found);
    statements = new BatchStatements(spec, found);
    RetryCounts total = RetryCounts.NONE;
    List<String> next = next(all, asked, "");
    while (!next.isEmpty()) {
      RetriedChunk chunk = retry(next);
      total = total.plus(chunk.counts());
      listener.retried(chunk.ids(), chunk.reasons());
      next = next(all, asked, next.get(next.size() - 1));
    }
    return total;
  }

  private List<String> next(boolean all, Set<String> asked, String after) {
    return database.call(
        ACTION,
        handle ->
            handle
                .createQuery(NEXT)
                .bind("after", after)
                .bind("all", all)
                .bind("asked", SqlArrays.of("text", asked.toArray()))
                .bind("chunk", CHUNK)
                .bind("bytes", CHUNK_BYTES)
                .mapTo(String.class)
                .list());
  }

  /**
   * Retries after a deadlock or serialization failure, which has changed nothing; and once after
   * someone has altered the tables.
   */
  private RetriedChunk retry(List<String> ids) {
    boolean lookedAgain = false;
    for (int tries = 1; ; tries++) {
      try {
        return fence.write(
            ACTION,
            terms -> {
              RetriedChunk chunk =
                  new RetriedChunk(parser, mappings, statements, terms.protection());
              return transaction -> {
                chunk.retry(transaction, ids);
                return chunk;
              };
            });
      } catch (StoreException e) {
        if (StoreFaults.tablesChanged(e) && !lookedAgain) {
          lookedAgain = true;
          statements = new BatchStatements(spec, schema.look());
        } else if (!e.sqlState().startsWith("40") || tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }
}

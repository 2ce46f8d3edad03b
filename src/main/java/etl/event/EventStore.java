package etl.event;

import java.time.Instant;
import java.util.Map;

/**
 * The database as the consumer sees it, one of the program's two edges. All methods may be called
 * from many threads at once. Each throws {@link StoreException}.
 */
public interface EventStore extends AutoCloseable {
  /**
   * Checks that the tables have the shape that {@link #write} needs, and alters them as far as the
   * role's rights allow. Can be called again.
   */
  void prepareTables();

  /**
   * Stores a batch in one transaction: rows, mappings and rejects, all or none. A message that is
   * stored already, as a row or as a reject, is not stored again, whichever process stored it.
   *
   * @return what was added, committed when this returns
   * @throws StoreException NOT_REPLICATED if it is committed, but a fail-over may undo it
   */
  WriteResult write(WriteBatch batch);

  /**
   * Asks by a new connection which history of the database is the valid one now. After a fail-over
   * it is another one, in which the last commits of the former may be missing.
   *
   * @return names the database and its timeline; empty where the server does not tell
   */
  default String timeline() {
    return "";
  }

  /**
   * From now on, messages may have another time of sending than earlier deliveries of them had, as
   * {@link QueueTraits#redated} says: a store that tells messages apart by that must look further.
   */
  default void expectRedated() {}

  /**
   * Until when rows have a partition of their own to go to.
   *
   * @return when the last partition ends, by table; without those that are not partitioned by days,
   *     or whose partitions have no end
   */
  default Map<String, Instant> partitionEnds() {
    return Map.of();
  }

  /** Returns if the database can be reached and is writable. */
  void ping();

  @Override
  void close();
}

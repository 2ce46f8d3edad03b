package etl.event;

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
   */
  WriteResult write(WriteBatch batch);

  /** Returns if the database can be reached and is writable. */
  void ping();

  @Override
  void close();
}

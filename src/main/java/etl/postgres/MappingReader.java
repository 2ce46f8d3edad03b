package etl.postgres;

import java.util.List;
import java.util.Map;

/** Looks up what masks stand for. */
public final class MappingReader {
  /** How many hashes one call may ask for. */
  public static final int CHUNK = 1_000;

  public MappingReader(Database database) {}

  /**
   * Finds the originals of up to {@link #CHUNK} hashes in one query.
   *
   * @param hashes lower-case, as they stand in the tables
   * @return by hash, those that are known
   * @throws etl.event.StoreException if the mapping cannot be read
   */
  public Map<String, RecoveredOriginal> find(List<String> hashes) {
    throw new UnsupportedOperationException();
  }
}

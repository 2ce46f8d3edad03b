package etl.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks up what masks stand for. */
public final class MappingReader {
  /** How many hashes one call may ask for. */
  public static final int CHUNK = 1_000;

  // An older mapping has no column field: the name then means the empty one beside the table.
  private static final String FIND =
      """
      select found.*
      from (select '' as field) as older, lateral (
        select hash_val, coalesce(field, '') as field, original_val
        from map_desmask
        where hash_val = any(?) and original_val is not null) as found
      """;

  private final Database database;

  public MappingReader(Database database) {
    this.database = database;
  }

  /**
   * Finds the originals of up to {@link #CHUNK} hashes in one query.
   *
   * @param hashes lower-case, as they stand in the tables
   * @return by hash, those that are known
   * @throws etl.event.StoreException if the mapping cannot be read
   */
  public Map<String, RecoveredOriginal> find(List<String> hashes) {
    if (hashes.size() > CHUNK) {
      throw new IllegalArgumentException("more than " + CHUNK + " hashes at once");
    }
    return database.callPlain(
        "cannot read the mapping",
        connection -> {
          Map<String, RecoveredOriginal> found = new HashMap<>();
          try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setArray(1, connection.createArrayOf("text", hashes.toArray()));
            ResultSet row = find.executeQuery();
            while (row.next()) {
              String hash = row.getString("hash_val");
              found.put(
                  hash,
                  new RecoveredOriginal(
                      hash, row.getString("field"), row.getString("original_val")));
            }
          }
          return found;
        });
  }
}

package etl.postgres.generation;

import etl.masking.SealedKey;
import etl.postgres.Database;
import etl.postgres.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The sealed data keys that the database has. None is ever removed: one is a row for each hour or
 * million values of a process, and without it all its values would be lost.
 */
public final class SealedKeys {
  // Each transaction adds those that it has used: an earlier one may have been rolled back, or lost
  // in a fail-over.
  private static final String INSERT =
      """
      insert into sealed_keys (key_id, generation, sealed)
      select * from unnest(:ids, :generations, :sealed)
      on conflict (key_id) do nothing
      """;

  private static final String FIND =
      "select key_id, generation, sealed from sealed_keys where key_id = any(?)";

  private SealedKeys() {}

  /**
   * Adds those that are missing. A consumer's writers share a data key, so each must do this before
   * it locks anything else, or they could deadlock. Commands have one transaction at a time.
   */
  public static void insert(Handle transaction, Collection<SealedKey> keys) {
    if (!keys.isEmpty()) {
      transaction
          .createUpdate(INSERT)
          .bind("ids", SqlArrays.of("text", keys.stream().map(SealedKey::id).toArray()))
          .bind(
              "generations",
              SqlArrays.of("integer", keys.stream().map(SealedKey::generation).toArray()))
          .bind(
              "sealed",
              SqlArrays.of("bytea", keys.stream().map(SealedKey::sealed).toArray(byte[][]::new)))
          .execute();
    }
  }

  /** Those of a database. */
  public static SealedKey.Reader of(Database database) {
    return ids ->
        database.callPlain("cannot read the sealed data keys", connection -> find(connection, ids));
  }

  /** The same as a transaction sees them. */
  public static SealedKey.Reader of(Handle transaction) {
    return ids ->
        transaction
            .createQuery(FIND)
            .bind(0, SqlArrays.texts(ids))
            .map((row, context) -> key(row))
            .list();
  }

  private static List<SealedKey> find(Connection connection, Collection<String> ids)
      throws SQLException {
    List<SealedKey> found = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet row = find.executeQuery();
      while (row.next()) {
        found.add(key(row));
      }
    }
    return found;
  }

  private static SealedKey key(ResultSet row) throws SQLException {
    return new SealedKey(row.getString("key_id"), row.getInt("generation"), row.getBytes("sealed"));
  }
}

package etl.postgres.generation;

import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.CurrentProtection;
import etl.masking.Generation;
import etl.masking.KeysException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.schema.Catalogue;
import etl.postgres.schema.SupportTables;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * Sees to it that all is written by the newest generation of the keys that the database has come
 * to. Each transaction that writes looks at it under a lock that it shares with others of its kind;
 * a new generation is recorded under the same lock alone. So once a generation is recorded, nothing
 * older is committed any more, whoever is running.
 */
public final class GenerationFence {
  // Statements of their own, so that they see what was committed before the lock.
  private static final String LOOK = "; " + RecordedGenerations.NEWEST_FIRST + " limit 1";
  private static final String LOOK_FOR_TABLE = "; " + RecordedGenerations.TABLE;
  private static final String REMOVALS = "; select removals from mapping_removals";

  private final Database database;
  private final CurrentProtection keys;
  private final RecordedGenerations generations;
  private volatile boolean hasTable;
  private volatile long removals;

  public GenerationFence(Database database, CurrentProtection keys) {
    this.database = database;
    this.keys = keys;
    this.generations = new RecordedGenerations(database);
  }

  /**
   * Looks at what the database remembers, and lets it remember the keys at hand if they are newer.
   *
   * @param found the tables as they are
   * @throws StoreException CONFIGURATION if the keys at hand, even read again, are older or others;
   *     DENIED if the role may not record newer ones
   */
  public void recordNewest(Catalogue found) {
    hasTable = !found.table(SupportTables.GENERATIONS).absent();
    if (!hasTable && keys.current().generation() > 0) {
      throw failure(
          Fault.DENIED,
          "table " + SupportTables.GENERATIONS + " is missing: let the owner run etl migrate");
    }
    agree();
  }

  /**
   * Writes in one transaction, by keys on which it agrees with the database.
   *
   * @param work makes what is to be done out of the keys to go by; it may be asked again, for newer
   *     keys, before anything was done
   * @throws StoreException also as {@link #recordNewest} does
   */
  public <T> T write(String action, Function<Protection, HandleCallback<T, SQLException>> work) {
    return write(action, RecordedGenerations.HOLD, work);
  }

  /** The same while nobody else writes. */
  public <T> T writeAlone(
      String action, Function<Protection, HandleCallback<T, SQLException>> work) {
    return write(action, RecordedGenerations.ALONE, work);
  }

  /**
   * How often mappings had been removed when this was last looked at. It is looked at again in each
   * transaction, and its work asked for again if it has changed.
   */
  public long removals() {
    return removals;
  }

  private <T> T write(
      String action, String lock, Function<Protection, HandleCallback<T, SQLException>> work) {
    for (; ; ) {
      long known = removals;
      Protection protection = keys.current();
      HandleCallback<T, SQLException> prepared = work.apply(protection);
      Optional<T> written =
          database.call(
              action,
              handle ->
                  handle.inTransaction(
                      transaction ->
                          holds(transaction, lock, protection, known)
                              ? Optional.of(prepared.withHandle(transaction))
                              : Optional.empty()));
      if (written.isPresent()) {
        return written.get();
      }
      agree();
    }
  }

  /**
   * Whether these keys are the database's newest and no more mappings are removed than is known,
   * and stay so to the transaction's end.
   */
  private boolean holds(Handle transaction, String lock, Protection protection, long known)
      throws SQLException {
    boolean look = hasTable;
    String sql = RecordedGenerations.SEE_LATEST + lock + (look ? LOOK : LOOK_FOR_TABLE) + REMOVALS;
    try (PreparedStatement statement = transaction.getConnection().prepareStatement(sql)) {
      statement.execute();
      statement.getMoreResults();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        if (row.next()) {
          hasTable = true;
          if (!look || !isNewest(RecordedGenerations.generation(row), protection)) {
            return false;
          }
        } else if (protection.generation() > 0) {
          return false;
        }
      }
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        removals = row.getLong("removals");
        return removals == known;
      }
    }
  }

  /**
   * Looks whether a consumer with these keys may write, and records nothing.
   *
   * @return the database's newest generation, 0 if it has none
   * @throws StoreException CONFIGURATION as {@link #recordNewest} does
   */
  public int check() {
    List<Generation> recorded = recorded();
    require(keys.current(), recorded);
    return recorded.isEmpty() ? 0 : recorded.get(0).number();
  }

  private void agree() {
    List<Generation> recorded = recorded();
    Protection protection = keys.current();
    if (!covers(protection, recorded)) {
      protection = reload(protection);
      require(protection, recorded);
    }
    int newest = protection.generation();
    if (newest > 0 && (recorded.isEmpty() || recorded.get(0).number() < newest)) {
      generations.record(protection);
      // Another process may have recorded other keys at the same moment.
      require(protection, recorded());
    }
  }

  private List<Generation> recorded() {
    return database.callFresh(
        RecordedGenerations.READING,
        handle -> RecordedGenerations.newestFirst(handle.getConnection()));
  }

  private static boolean isNewest(Generation recorded, Protection protection) {
    return recorded.number() == protection.generation() && has(protection, recorded);
  }

  private static boolean covers(Protection protection, List<Generation> recorded) {
    return recorded.stream().allMatch(generation -> has(protection, generation));
  }

  private static boolean has(Protection protection, Generation recorded) {
    return recorded.number() <= protection.generation()
        && protection.generations().get(recorded.number() - 1).hasKeysOf(recorded);
  }

  private Protection reload(Protection tooOld) {
    try {
      return keys.reload(tooOld);
    } catch (KeysException e) {
      throw new StoreException(Fault.CONFIGURATION, "", e.getMessage(), e);
    }
  }

  private void require(Protection protection, List<Generation> recorded) {
    for (Generation generation : recorded) {
      if (generation.number() > protection.generation()) {
        throw failure(
            Fault.CONFIGURATION,
            KeysException.missing(generation.number(), protection.generation()).getMessage());
      }
      if (!has(protection, generation)) {
        throw failure(
            Fault.CONFIGURATION,
            "the keys given are not this database's: their generation "
                + generation.number()
                + " is another one");
      }
    }
  }

  private StoreException failure(Fault fault, String why) {
    return new StoreException(
        fault, "", "cannot write to the database at " + database.target() + ": " + why, null);
  }
}

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
 * Makes sure that everything is written with the newest key generation that is recorded in the
 * database. Each writing transaction checks the generation under a shared lock; a new generation is
 * recorded under the same lock in exclusive mode. So once a generation is recorded, nothing older
 * is committed any more, by any process.
 */
public final class GenerationFence {
  // Separate statements, so that they see what was committed before the lock was granted.
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
   * Reads the generations recorded in the database, and records the given keys' if they are newer.
   *
   * @param found the tables' current state
   * @throws StoreException CONFIGURATION if the given keys, even after a reload, are older or
   *     different; DENIED if the role may not record newer ones
   */
  public void recordNewest(Catalogue found) {
    hasTable = !found.table(SupportTables.GENERATIONS).absent();
    if (!hasTable && keys.current().generation() > 0) {
      throw failure(
          Fault.DENIED,
          "table " + SupportTables.GENERATIONS + " is missing: ask the owner to run etl migrate");
    }
    agree();
  }

  /**
   * Writes in one transaction, with the database's newest keys.
   *
   * @param work given the keys to use, returns the work to do in the transaction; called again with
   *     newer keys if the first ones are out of date, before anything was written
   * @throws StoreException as {@link #recordNewest} does, or if the work fails
   */
  public <T> T write(String action, Function<Protection, HandleCallback<T, SQLException>> work) {
    return write(action, RecordedGenerations.HOLD, work);
  }

  /** The same under the exclusive lock, so that nobody else writes meanwhile. */
  public <T> T writeAlone(
      String action, Function<Protection, HandleCallback<T, SQLException>> work) {
    return write(action, RecordedGenerations.ALONE, work);
  }

  /**
   * The removal counter as last read. Each transaction reads it again, and the work is prepared
   * anew if it has changed.
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
   * Whether these keys are the database's newest and the removal counter is unchanged. The lock
   * keeps both true until the end of the transaction.
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
   * Checks whether a consumer with these keys may write, without recording anything.
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
      // Another process may have recorded different keys at the same time.
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
            "these are not the keys of this database: their generation "
                + generation.number()
                + " is a different one");
      }
    }
  }

  private StoreException failure(Fault fault, String why) {
    return new StoreException(
        fault, "", "cannot write to the database at " + database.target() + ": " + why, null);
  }
}
